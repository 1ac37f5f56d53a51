import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A database that cannot be used just now` {
    @Test func `is told from what the asker did wrong`() async throws {
        try await TestDatabase.with { database in
            let error = SQLError.unavailable("The disk is full.")
            let driver = FailingDriver(database.driver, with: error)
            let operations = Operations(driver: driver, clock: database.clock.clock)

            let failure = await #expect(throws: Unavailable.self) {
                try await operations.incidents.create(
                    .sample(), source: .own, by: database.cast.nav.requester)
            }

            let refusal = Refusal.unavailable(
                "The server cannot do this just now; try again.", retryAfter: 5)
            #expect(failure?.cause == error)
            #expect(failure?.refusal == refusal)
            #expect(failure?.description == error.description)
        }
    }

    @Test func `leaves nothing of what failed`() async throws {
        try await TestDatabase.with { database in
            let driver = FailingDriver(database.driver, with: SQLError.unavailable("It is gone."))
            let operations = Operations(driver: driver, clock: database.clock.clock)
            let nav = database.cast.nav.requester

            await #expect(throws: Unavailable.self) {
                try await operations.incidents.create(
                    .sample(sourceIncidentID: "7"), source: .own, by: nav)
            }
            _ = try await operations.incidents.create(
                .sample(sourceIncidentID: "7"), source: .own, by: nav)

            #expect(try await operations.incidents.count(.everything) == 1)
        }
    }
}

@Suite struct `A database that somebody holds for a moment` {
    @Test func `is waited for`() async throws {
        try await TestDatabase.with { database in
            let driver = FailingDriver(database.driver, failing: 2, with: SQLError.busy)
            let operations = Operations(driver: driver, clock: database.clock.clock)

            _ = try await operations.incidents.create(
                .sample(), source: .own, by: database.cast.nav.requester)

            #expect(try await operations.incidents.count(.everything) == 1)
        }
    }
}

@Suite struct `Opening a database for operations` {
    @Test func `adds the source system of the server itself, once`() async throws {
        try await TestDatabase.with { database in
            let first = try await database.operations.sources.find(named: "argus")
            try await database.reopened { operations in
                let sources = try await operations.sources.list()

                #expect(sources.filter { $0.name == "argus" } == [first])
                #expect(first.type == "argus")
            }
        }
    }

    @Test func `lets nobody in as the server itself`() async throws {
        try await TestDatabase.with { database in
            let tokens = try await database.operations.tokens.list(of: "argus")

            #expect(tokens.isEmpty)
            await #expect(throws: Refusal.self) {
                try await database.operations.accounts.authenticate(
                    username: "argus", password: "")
            }
        }
    }
}
