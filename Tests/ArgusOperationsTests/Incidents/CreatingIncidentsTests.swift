import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Creating an incident` {
    @Test func `stores it with its tags and the beginning of its log`()
        async throws
    {
        try await TestDatabase.with { database in
            database.clock.set(to: .sample(60))
            let new = try NewIncident.sample(description: "Down", tags: ["a=1"])

            let incident = try await database.create(new)

            let events = try await database.operations.log.events(of: incident.id)
            let nav = database.cast.nav
            #expect(try await database.incident(incident.id) == incident)
            #expect(
                incident.tags == [
                    .init(tag: "a=1", addedBy: nav.user.id, addedTime: .sample(60))
                ])
            #expect(events.map(\.type) == [.start])
            #expect(events.first?.received == .sample(60))
            #expect(events.first?.actor == nav.user.id)
            #expect(events.first?.description == "Down")
        }
    }

    @Test func `begins the log of a stateless one differently`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(endTime: .stateless))

            let events = try await database.operations.log.events(of: incident.id)
            #expect(events.map(\.type) == [.stateless])
        }
    }

    @Test func `gives it to the source that a superuser names`() async throws {
        try await TestDatabase.with { database in
            let (alice, zabbix) = (database.cast.alice, database.cast.zabbix)

            let created = try await database.operations.incidents.create(
                .sample(tags: ["a=1"]), source: .named(zabbix.id), by: alice.requester
            ).performed()

            let events = try await database.operations.log.events(of: created.incident.id)
            #expect(created.source == zabbix.system)
            #expect(created.incident.tags.map(\.addedBy) == [alice.id])
            #expect(events.map(\.actor) == [zabbix.user.id])
        }
    }

    @Test func `is refused for end users`() async throws {
        try await TestDatabase.with { database in
            let refusal = Refusal.because(.isNoSource)

            for member in [database.cast.alice, database.cast.bob, database.cast.charlie] {
                await #expect(throws: refusal) {
                    try await database.operations.incidents.create(
                        .sample(), source: .own, by: member.requester)
                }
            }
        }
    }

    @Test func `is refused for a source that names one, even itself`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let refusal = Refusal.because(.mayNotNameSource)

            for id in [nav.id, nil] {
                await #expect(throws: refusal) {
                    try await database.operations.incidents.create(
                        .sample(), source: .named(id), by: nav.requester)
                }
            }
        }
    }

    @Test(arguments: [SourceSystem.ID(999), nil])
    func `is refused for a source that does not exist`(id: SourceSystem.ID?) async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.because(.noSource(id))) {
                try await database.operations.incidents.create(
                    .sample(), source: .named(id), by: database.cast.alice.requester)
            }
        }
    }

    @Test func `is refused for an identifier that its source has used`() async throws {
        try await TestDatabase.with { database in
            let first = try await database.create(.sample(sourceIncidentID: "7"))
            let reason = Reason.incidentExists(identifier: "7", source: first.source)

            await #expect(throws: Refusal.because(reason)) {
                try await database.create(.sample(sourceIncidentID: "7", tags: ["new=1"]))
            }
            #expect(try await database.operations.incidents.count(.everything) == 1)
        }
    }

    @Test func `may use an identifier that another source has used`() async throws {
        try await TestDatabase.with { database in
            let new = try NewIncident.sample(sourceIncidentID: "7")
            _ = try await database.create(new)

            _ = try await database.operations.incidents.create(
                new, source: .own, by: database.cast.zabbix.requester)

            #expect(try await database.operations.incidents.count(.sourceIncidentID("7")) == 2)
        }
    }
}

@Suite struct `Creating many incidents at the same time` {
    @Test func `refuses each duplicate and stores all others`() async throws {
        try await TestDatabase.with { database in
            let results = await withTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<600 {
                    group.addTask {
                        // Every third has an identifier that another one has too.
                        let identifier = number % 3 == 0 ? "\(number / 6)" : "own \(number)"
                        let new = try? await database.create(.sample(sourceIncidentID: identifier))
                        return (number, new != nil)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }

            let stored = try await database.operations.incidents.count(.everything)
            #expect(results.values.count { $0 } == 500)
            #expect(results.filter { $0.key % 3 > 0 }.values.allSatisfy { $0 })
            #expect(stored == 500)
        }
    }

    @Test func `gives each asker the answer to what was asked`() async throws {
        try await TestDatabase.with { database in
            let answers = try await withThrowingTaskGroup(of: (Int, Incident).self) { group in
                for number in 0..<300 {
                    group.addTask {
                        (number, try await database.create(.sample(description: "No. \(number)")))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(answers.allSatisfy { $0.1.description == "No. \($0.0)" })
            #expect(Set(answers.map(\.1.id)).count == 300)
        }
    }
}
