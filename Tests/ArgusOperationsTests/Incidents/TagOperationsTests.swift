import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The tags of an incident` {
    @Test func `are added once, with who added them`() async throws {
        try await TestDatabase.with { database in
            let (bob, tags) = (database.cast.bob, database.operations.tags)
            let incident = try await database.create(.sample(tags: ["a=1"]))

            let added = try await tags.add(
                ["b=2", "a=1", "b=2"], to: incident.id, by: bob.requester
            ).performed()

            let stored = try await database.incident(incident.id).tags
            #expect(added == ["b=2", "a=1", "b=2"])
            #expect(stored.map(\.tag) == ["a=1", "b=2"])
            #expect(stored.map(\.addedBy) == [database.cast.nav.user.id, bob.id])
        }
    }

    @Test func `are removed by anybody, without an entry of the log`() async throws {
        try await TestDatabase.with { database in
            let tags = database.operations.tags
            let incident = try await database.create(.sample(tags: ["a=1", "b=2"]))

            try await tags.remove("a=1", from: incident.id, by: database.cast.bob.requester)

            #expect(try await tags.list(of: incident.id) == ["b=2"])
            #expect(try await database.operations.incidents.count(.tag("a=1")) == 0)
            #expect(try await database.operations.log.events(of: incident.id).count == 1)
        }
    }

    @Test func `are found, or not`() async throws {
        try await TestDatabase.with { database in
            let tags = database.operations.tags
            let incident = try await database.create(.sample(tags: ["a=1"]))

            try await tags.find("a=1", of: incident.id)
            await #expect(throws: Refusal.noSuch(.tag)) {
                try await tags.find("a=2", of: incident.id)
            }
            await #expect(throws: Refusal.noSuch(.tag)) {
                try await tags.remove("a=2", from: incident.id, by: database.cast.bob.requester)
            }
        }
    }

    @Test func `are refused for another source and for an unknown incident`() async throws {
        try await TestDatabase.with { database in
            let tags = database.operations.tags
            let incident = try await database.create(.sample(tags: ["a=1"]))
            let zabbix = database.cast.zabbix.requester

            await #expect(throws: Refusal.noPermission) {
                try await tags.add(["b=2"], to: incident.id, by: zabbix)
            }
            await #expect(throws: Refusal.noPermission) {
                try await tags.remove("a=1", from: incident.id, by: zabbix)
            }
            await #expect(throws: Refusal.because(.noTaggedIncident(999))) {
                try await tags.list(of: 999)
            }
        }
    }
}
