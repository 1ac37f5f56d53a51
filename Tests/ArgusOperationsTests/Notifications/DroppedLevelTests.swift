import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An escalation of which a level is dropped` {
    @Test func `goes on with who is left when the address of a level goes`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let own = try await database.operations.destinations.list(of: dora.requester)
            let team = try await ella.team("net", of: [ella])
            var rules = ProfileRules()
            rules.teams = [team]
            rules.escalation = [
                EscalationLevel(after: .seconds(600), destinations: own.map(\.id)),
                EscalationLevel(after: .seconds(300), teams: [team]),
            ]
            try await dora.profile("p", to: [], rules)
            _ = try await database.create(.sample())
            #expect(try await dora.addresses() == ["ella"])
            database.clock.advance(by: .seconds(600))
            #expect(try await dora.addresses() == ["dora"])
            var change = UserChange()
            change.email = ""
            _ = try await database.operations.accounts.change(
                dora.requester.user.id, change, by: .console)
            database.clock.advance(by: .seconds(300))

            #expect(try await dora.addresses() == ["ella"])
        }
    }

    @Test func `tells whoever is next when they would have been, also where a pending level goes`()
        async throws
    {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let own = try await database.operations.destinations.list(of: dora.requester)
            let team = try await ella.team("net", of: [ella])
            var rules = ProfileRules()
            rules.escalation = [
                EscalationLevel(after: .seconds(600), destinations: own.map(\.id)),
                EscalationLevel(after: .seconds(300), teams: [team]),
                EscalationLevel(after: .seconds(300), teams: [team]),
            ]
            try await dora.profile("p", to: [], rules)
            _ = try await database.create(.sample())
            #expect(try await dora.addresses() == [])
            database.clock.advance(by: .seconds(100))
            var change = UserChange()
            change.email = ""
            _ = try await database.operations.accounts.change(
                dora.requester.user.id, change, by: .console)
            database.clock.advance(by: .seconds(500))
            #expect(try await dora.addresses() == [])
            database.clock.advance(by: .seconds(300))
            #expect(try await dora.addresses() == ["ella"])
            database.clock.advance(by: .seconds(300))
            #expect(try await dora.addresses() == ["ella"])
        }
    }

    @Test func `tells the same place at a later level also after one before it is gone`()
        async throws
    {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let own = try await database.operations.destinations.list(of: dora.requester)
            let team = try await ella.team("net", of: [ella])
            var rules = ProfileRules()
            rules.escalation = [
                EscalationLevel(after: .seconds(60), destinations: own.map(\.id)),
                EscalationLevel(after: .seconds(60), teams: [team]),
                EscalationLevel(after: .seconds(60), teams: [team]),
            ]
            try await dora.profile("p", to: [], rules)
            _ = try await database.create(.sample())
            #expect(try await dora.addresses() == [])
            for name in ["dora", "ella"] {
                database.clock.advance(by: .seconds(60))
                #expect(try await dora.addresses() == [name])
            }
            var change = UserChange()
            change.email = ""
            _ = try await database.operations.accounts.change(
                dora.requester.user.id, change, by: .console)
            database.clock.advance(by: .seconds(60))
            #expect(try await dora.addresses() == ["ella"])
        }
    }
}
