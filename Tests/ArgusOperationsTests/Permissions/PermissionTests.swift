import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An operation that is not for everybody` {
    /// Somebody of each role, with every right and with a token for reading; a source, the console
    /// and the server itself.
    private func askers(in database: TestDatabase) async throws -> [Requester] {
        let (operations, tokens) = (database.operations, database.operations.tokens)
        var askers = [Requester.console, .server, database.cast.nav.requester]
        for role in Role.allCases {
            let member = try await Cast.Member.make("a-\(role)", role: role, in: operations)
            let reading = try await tokens.issue(to: "a-\(role)", scope: .read, by: .console)
            askers += [member.requester, try await tokens.requester(with: reading.secret)]
        }
        return askers
    }

    @Test func `refuses everybody else by itself, and changes nothing then`() async throws {
        try await TestDatabase.with { database in
            let askers = try await askers(in: database)
            let before = try await database.contents()

            for operation in GuardedOperation.all {
                for asker in askers {
                    guard let refusal = operation.refusal(of: asker) else { continue }
                    await #expect(throws: refusal, "\(operation.name) by \(asker)") {
                        try await operation.attempt(database.operations, asker)
                    }
                }
            }

            #expect(try await database.contents() == before)
        }
    }

    @Test func `lets in who may`() async throws {
        try await TestDatabase.with { database in
            let askers = try await askers(in: database)

            for operation in GuardedOperation.all {
                for asker in askers where operation.refusal(of: asker) == nil {
                    do {
                        try await operation.attempt(database.operations, asker)
                    } catch let refusal as Refusal {
                        #expect(refusal != .noPermission, "\(operation.name) by \(asker)")
                    }
                }
            }
        }
    }

    @Test func `is among those that are tried here`() throws {
        let scan = try OperationScan()
        // These find out who asks, count who does not know it, and let the first one in; a link of a
        // message says who asks.
        let unguarded = [
            "AccountOperations.authenticate", "AccountOperations.createFirst",
            "NotificationOperations.acknowledge", "NotificationOperations.find",
            "SessionOperations.requester", "TokenOperations.requester",
        ]

        #expect(scan.guarded == (GuardedOperation.all.map(\.name) + unguarded).sorted())
    }

    @Test func `does not write as somebody else`() throws {
        let scan = try OperationScan()

        #expect(
            scan.actingAsServer == [
                "AccountOperations.check", "NotificationOperations.link",
                "NotificationOperations.linkSigner", "SessionOperations.prolong",
                "SourceSystemOperations.ensureBuiltIn",
                "TokenOperations.countWrongToken",
            ])
        #expect(
            scan.unchecked == [
                "Batcher.attempt", "Database.write", "Database.write", "Database.write",
                "Database.writeUnchecked",
            ])
    }
}

extension TestDatabase {
    /// Every row of every table, but for when a token was last used.
    fileprivate func contents() async throws -> [String: [String]] {
        try await driver.read { connection in
            try Dictionary(
                uniqueKeysWithValues: connection.tables().map { table in
                    (table, try connection.contents(of: table, without: ["last_used"]).sorted())
                })
        }
    }
}
