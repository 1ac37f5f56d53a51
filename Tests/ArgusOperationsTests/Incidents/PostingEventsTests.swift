import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Posting an event` {
    @Test func `ends an incident, and is written into its log`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let incident = try await database.create(.sample())
            database.clock.set(to: .sample(60))

            let event = try await database.post(
                .sample(.end, timestamp: .sample(50), description: "Up"), to: incident.id,
                by: nav.requester)

            let expected = Event(
                id: event.id, incident: incident.id, actor: nav.user.id, actorName: "nav",
                timestamp: .sample(50), received: .sample(60), type: .end, description: "Up")
            #expect(event == expected)
            #expect(try await database.operations.log.events(of: incident.id).first == expected)
            #expect(try await database.incident(incident.id).endTime == .ended(.sample(50)))
        }
    }

    @Test func `happens now unless it says otherwise`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            database.clock.set(to: .sample(60))

            let event = try await database.post(
                .sample(.close), to: incident.id, by: database.cast.bob.requester)

            #expect(event.timestamp == .sample(60))
            #expect(try await database.incident(incident.id).endTime == .ended(.sample(60)))
        }
    }

    @Test func `of a source that repeats itself is written down without effect`() async throws {
        try await TestDatabase.with { database in
            let (bob, nav) = (database.cast.bob, database.cast.nav)
            let incident = try await database.create(.sample(startTime: .sample(-60)))
            try await database.post(
                .sample(.close, timestamp: .sample(-1)), to: incident.id, by: bob.requester)

            for _ in 1...2 {
                try await database.post(.sample(.end), to: incident.id, by: nav.requester)
            }

            let types = try await database.operations.log.events(of: incident.id).map(\.type)
            #expect(types.count { $0 == .end } == 2)
            #expect(try await database.incident(incident.id).endTime == .ended(.sample(-1)))
        }
    }

    @Test func `of an end user who repeats it is refused and leaves nothing`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob
            let incident = try await database.create(.sample(endTime: .ended(.sample)))
            await #expect(throws: Refusal.event(.isClosed)) {
                try await database.post(.sample(.close), to: incident.id, by: bob.requester)
            }
            #expect(try await database.operations.log.events(of: incident.id).count == 1)
        }
    }

    @Test func `opens an incident again`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(endTime: .ended(.sample)))

            try await database.post(
                .sample(.reopen), to: incident.id, by: database.cast.bob.requester)

            #expect(try await database.incident(incident.id).endTime == .open)
            #expect(try await database.operations.incidents.count(.open(true)) == 1)
        }
    }

    @Test func `is refused for another source's incident`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())

            await #expect(throws: Refusal.noPermission) {
                try await database.post(
                    .sample(.end), to: incident.id, by: database.cast.zabbix.requester)
            }
            #expect(try await database.incident(incident.id).endTime == .open)
        }
    }

    @Test func `is refused for an unknown incident`() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.noSuch(.incident)) {
                try await database.post(.sample(.end), to: 999, by: database.cast.nav.requester)
            }
        }
    }

    @Test func `makes the incident findable by its words`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(description: "Down"))

            try await database.post(
                .sample(.other, description: "Seen by Åse"), to: incident.id,
                by: database.cast.bob.requester)

            #expect(try await database.operations.incidents.count(.mentions("åse")) == 1)
            #expect(try await database.operations.incidents.count(.mentions("down")) == 1)
        }
    }
}

@Suite struct `Posting many events at the same time` {
    @Test func `lets each see what the one before did`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incident = try await database.create(.sample())

            let done = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        let event = PostedEvent.sample(.close)
                        return (try? await database.post(event, to: incident.id, by: bob)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(done == 1)
            #expect(try await database.operations.log.events(of: incident.id).count == 2)
        }
    }

    @Test func `keeps those of different incidents apart`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav.requester
            var ids: [Incident.ID] = []
            for _ in 0..<20 {
                ids.append(try await database.create(.sample(startTime: .sample(-60))).id)
            }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, id) in ids.enumerated() {
                    group.addTask {
                        let end = Timestamp.sample(-Double(number))
                        try await database.post(.sample(.end, timestamp: end), to: id, by: nav)
                    }
                }
                try await group.waitForAll()
            }

            for (number, id) in ids.enumerated() {
                let endTime = try await database.incident(id).endTime
                #expect(endTime == .ended(.sample(-Double(number))))
            }
        }
    }
}
