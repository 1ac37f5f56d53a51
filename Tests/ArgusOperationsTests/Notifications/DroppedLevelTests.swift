import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An escalation of which a level is dropped` {
    /// Dora, whose profile tells herself at the first level, and ella's team at those that follow.
    private struct Line {
        let database: TestDatabase
        let dora: Watcher

        /// Plans levels after so many seconds each; the team may be told at once, too.
        init(_ database: TestDatabase, after waits: [Int64], atOnce: Bool = false) async throws {
            self.database = database
            dora = try await Watcher(database)
            let ella = try await Watcher(database, "ella")
            let team = try await ella.team("net", of: [ella])
            let own = try await database.operations.destinations.list(of: dora.requester)
            var rules = ProfileRules()
            rules.teams = atOnce ? [team] : []
            rules.escalation = waits.enumerated().map { place, wait in
                place == 0
                    ? EscalationLevel(after: .seconds(wait), destinations: own.map(\.id))
                    : EscalationLevel(after: .seconds(wait), teams: [team])
            }
            try await dora.profile("p", to: [], rules)
            _ = try await database.create(.sample())
        }

        /// To whom something goes after so many seconds.
        func told(after seconds: Int64 = 0) async throws -> [String] {
            database.clock.advance(by: .seconds(seconds))
            return try await dora.addresses()
        }

        func loseAddress() async throws {
            var change = UserChange()
            change.email = ""
            _ = try await database.operations.accounts.change(
                dora.requester.user.id, change, by: .console)
        }
    }

    @Test func `goes on with who is left when the address of a level goes`() async throws {
        try await TestDatabase.with { database in
            let line = try await Line(database, after: [600, 300], atOnce: true)
            #expect(try await line.told() == ["ella"])
            #expect(try await line.told(after: 600) == ["dora"])
            try await line.loseAddress()

            #expect(try await line.told(after: 300) == ["ella"])
        }
    }

    @Test func `tells whoever is next when they would have been, also where a pending level goes`()
        async throws
    {
        try await TestDatabase.with { database in
            let line = try await Line(database, after: [600, 300, 300])
            #expect(try await line.told() == [])
            #expect(try await line.told(after: 100) == [])
            try await line.loseAddress()

            #expect(try await line.told(after: 500) == [])
            #expect(try await line.told(after: 300) == ["ella"])
            #expect(try await line.told(after: 300) == ["ella"])
        }
    }

    @Test func `tells the same place at a later level also after one before it is gone`()
        async throws
    {
        try await TestDatabase.with { database in
            let line = try await Line(database, after: [60, 60, 60])
            #expect(try await line.told() == [])
            #expect(try await line.told(after: 60) == ["dora"])
            #expect(try await line.told(after: 60) == ["ella"])
            try await line.loseAddress()

            #expect(try await line.told(after: 60) == ["ella"])
        }
    }
}
