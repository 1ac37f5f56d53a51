import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An account that came from the existing server` {
    /// "correct horse" in 1000 iterations, as Django writes it.
    private static let hash =
        "pbkdf2_sha256$1000$saltsaltsalt$F7o7+5VTVzFAO998X6s3AHrDsJVdMiIlgndIMe19NvY="

    private static func give(_ hash: String, to database: TestDatabase) async throws {
        let bob = database.cast.bob.id
        try await database.driver.write { connection in
            _ = try connection.execute("UPDATE account SET password = \(hash) WHERE id = \(bob)")
        }
    }

    private static func stored(in database: TestDatabase) async throws -> String? {
        let bob = database.cast.bob.id
        return try await database.driver.read { connection in
            try connection.first("SELECT password FROM account WHERE id = \(bob)") { $0.text() }
        }
    }

    @Test func `logs in with its password, and gets a better hash`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            try await Self.give(Self.hash, to: database)

            let asker = try await accounts.authenticate(username: "bob", password: "correct horse")
            let better = try await Self.stored(in: database)
            _ = try await accounts.authenticate(username: "bob", password: "correct horse")

            #expect(asker.account?.id == database.cast.bob.id)
            #expect(better?.hasPrefix("$argon2id$") == true)
            #expect(try await Self.stored(in: database) == better)
        }
    }

    @Test func `does not log in with another password, and keeps its hash`() async throws {
        try await TestDatabase.with { database in
            try await Self.give(Self.hash, to: database)

            await #expect(throws: Refusal.self) {
                try await database.operations.accounts.authenticate(
                    username: "bob", password: "correct horse!")
            }
            #expect(try await Self.stored(in: database) == Self.hash)
        }
    }

    @Test(arguments: [
        "!", "!unusable", "pbkdf2_sha256$0$salt$",
        "pbkdf2_sha256$3000001$salt$F7o7+5VTVzFAO998X6s3AHrDsJVdMiIlgndIMe19NvY=",
        "pbkdf2_sha256$1000$salt$not base64",
        "pbkdf2_sha1$1000$saltsaltsalt$F7o7+5VTVzFAO998X6s3AHrDsJVdMiIlgndIMe19NvY=",
        "md5$salt$0123",
    ])
    func `cannot log in with a hash that is none of these`(hash: String) async throws {
        try await TestDatabase.with { database in
            try await Self.give(hash, to: database)

            await #expect(throws: Refusal.self) {
                try await database.operations.accounts.authenticate(
                    username: "bob", password: "correct horse")
            }
        }
    }
}

@Suite struct `A wrong name or password` {
    /// "correct horse" in 1000 iterations, as Django writes it.
    private static let imported =
        "pbkdf2_sha256$1000$saltsaltsalt$F7o7+5VTVzFAO998X6s3AHrDsJVdMiIlgndIMe19NvY="

    @Test func `is answered after the same time, whatever the account`() async throws {
        try await TestDatabase.with { database in
            let pauses = Tally<[Duration]>([])
            let operations = Operations(
                driver: database.driver, clock: database.clock.clock,
                limits: FailureLimits(refusalTime: .seconds(3600)),
                pause: { pause in pauses.change { $0.append(pause) } })
            let bob = database.cast.bob.id
            try await operations.accounts.setPassword("right one", of: "alice", by: .console)
            try await database.driver.write { connection in
                _ = try connection.execute(
                    "UPDATE account SET password = \(Self.imported) WHERE id = \(bob)")
            }
            _ = try await operations.accounts.grant(
                UserChange(isActive: false), to: "charlie", by: .console)

            for name in ["alice", "bob", "charlie", "nav", "nobody", ""] {
                await #expect(throws: Refusal.because(.wrongCredentials), "\(name)") {
                    try await operations.accounts.authenticate(username: name, password: "wrong")
                }
            }
            _ = try await operations.accounts.authenticate(
                username: "bob", password: "correct horse")

            #expect(pauses.value.count == 6)
        }
    }
}

@Suite struct `Guesses at a password` {
    @Test func `that come at the same time are counted before they are looked at`() async throws {
        try await TestDatabase.with { database in
            let operations = Operations(
                driver: database.driver, clock: database.clock.clock,
                limits: FailureLimits(perAccount: 3))
            try await operations.accounts.setPassword("right one", of: "bob", by: .console)

            let throttled = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...10 {
                    group.addTask {
                        do {
                            _ = try await operations.accounts.authenticate(
                                username: "bob", password: "wrong", from: "192.0.2.1")
                            return false
                        } catch Refusal.tooManyAttempts {
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(throttled == 7)
        }
    }

    @Test func `are forgotten when they count no more`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            await #expect(throws: Refusal.self) {
                try await accounts.authenticate(username: "bob", password: "wrong")
            }
            let count = { @Sendable in
                try await database.driver.read { connection in
                    try connection.first("SELECT count(*) FROM failed_attempt") { $0.integer() }
                }
            }
            #expect(try await count() == 2)
            database.clock.advance(by: .seconds(300))
            try await accounts.forgetExpired(by: .server)

            #expect(try await count() == 0)
        }
    }
}

@Suite struct `Lists for the administration` {
    @Test func `take as many statements for many as for few`() async throws {
        try await TestDatabase.with { database in
            for number in 1...30 {
                _ = try await Cast.Member.make("user\(number)", in: database.operations)
            }
            let recorder = RecordingDriver(database.driver)
            let operations = Operations(driver: recorder, clock: database.clock.clock)
            let alice = database.cast.alice.requester
            for size in [2, 30] {
                let users = try await recorder.statements {
                    _ = try await operations.accounts.list(PageRequest(size: size), by: alice)
                }
                let tokens = try await recorder.statements {
                    _ = try await operations.tokens.list(
                        of: .everybody, PageRequest(size: size), by: alice)
                }

                #expect(users.count == 1)
                #expect(tokens.count == 1)
            }
        }
    }
}

@Suite struct `Sessions in a browser` {
    @Test func `are kept as digests`() async throws {
        try await TestDatabase.with { database in
            let sessions = database.operations.sessions
            let secret = try await sessions.begin(by: database.cast.bob.requester)
            let kept = try await database.driver.read { connection in
                try connection.rows("SELECT digest FROM session") { $0.bytes() }
            }

            #expect(kept == [sha256(Array(secret.value.utf8))])
            #expect(try await sessions.requester(with: secret)?.user == database.cast.bob.user)
            #expect(try await sessions.requester(with: Secret("other")) == nil)
        }
    }

    @Test func `are forgotten once they are over`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.operations.sessions.begin(by: database.cast.bob.requester)
            database.clock.advance(by: SessionOperations.lifetime)
            try await database.operations.accounts.forgetExpired(by: .server)
            let kept = try await database.driver.read {
                try $0.exists("SELECT digest FROM session")
            }

            #expect(!kept)
        }
    }
}
