import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A session that is not used` {
    private func with(
        _ body: (Operations, ManualClock, Cast.Member) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let operations = Operations(
                driver: database.driver, clock: database.clock.clock,
                idleSessions: .seconds(3600))
            try await body(operations, database.clock, database.cast.bob)
        }
    }

    @Test func `ends after some time`() async throws {
        try await with { operations, clock, bob in
            let session = try await operations.sessions.begin(by: bob.requester)
            clock.advance(by: .seconds(3599))
            #expect(try await operations.sessions.requester(with: session) == bob.sessionRequester)
            clock.advance(by: .seconds(3600))
            #expect(try await operations.sessions.requester(with: session) == nil)
        }
    }

    @Test func `goes on where it is used, for its lifetime`() async throws {
        try await with { operations, clock, bob in
            let session = try await operations.sessions.begin(by: bob.requester)
            let step = Duration.seconds(3000)
            var lasted = Duration.zero
            while try await operations.sessions.requester(with: session) != nil {
                clock.advance(by: step)
                lasted += step
                try #require(lasted < .seconds(20 * 86_400))
            }

            #expect(lasted >= SessionOperations.lifetime)
            #expect(lasted < SessionOperations.lifetime + step + step)
        }
    }
}

@Suite struct `Changing one's own password` {
    @Test func `takes the password until now, and counts wrong ones`() async throws {
        try await TestDatabase.with { database in
            let (accounts, bob) = (database.operations.accounts, database.cast.bob.requester)
            try await accounts.setPassword("correct horse", of: "bob", by: .console)

            await #expect(
                throws: Refusal.invalid(
                    "old_password", "It is not the password of your account.")
            ) {
                try await accounts.changePassword(from: "wrong", to: "battery staple", by: bob)
            }
            try await accounts.changePassword(
                from: "correct horse", to: "battery staple", by: bob)
            _ = try await accounts.authenticate(username: "bob", password: "battery staple")
        }
    }
}

extension Cast.Member {
    /// How the member asks in a session, without a token.
    fileprivate var sessionRequester: Requester { Requester(user: user, source: nil) }
}
