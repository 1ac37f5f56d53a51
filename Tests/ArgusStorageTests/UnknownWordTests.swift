import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A word that a newer server has stored` {
    /// A column, what it holds, and what cannot be read then.
    struct Stored: Sendable {
        let table: String
        let statement: SQL
        let error: UnknownWord
        let read: @Sendable (any SQLConnection) throws -> Void
    }

    static let words = [
        Stored(
            table: "event", statement: "UPDATE event SET type = 'NEW'",
            error: UnknownWord("EventType", "NEW")
        ) { _ = try EventStore($0).list(of: 1) },
        Stored(
            table: "change", statement: "UPDATE change SET kind = 'NEW'",
            error: UnknownWord("ChangeType", "NEW")
        ) { _ = try ChangeStore($0).list(after: 0, limit: 10) },
        Stored(
            table: "incident", statement: "UPDATE incident SET level = 6",
            error: UnknownWord("Level", "6")
        ) { _ = try IncidentStore($0).find(1) },
        Stored(
            table: "token", statement: "UPDATE token SET kind = 'new'",
            error: UnknownWord("Token.Kind", "new")
        ) { _ = try TokenStore($0).list(of: nil) },
        Stored(
            table: "token", statement: "UPDATE token SET scope = 'new'",
            error: UnknownWord("TokenScope", "new")
        ) { _ = try TokenStore($0).list(of: nil) },
        Stored(
            table: "filter",
            statement:
                """
                INSERT INTO filter (account_id, name, blob, public)
                VALUES (2, 'x', '{"event_types":["END","NEW"]}', 1)
                """,
            error: UnknownWord("EventType", "NEW")
        ) { _ = try FilterStore($0).list(visibleTo: 2) },
    ]

    @Test(arguments: words.indices)
    func `is an error, and stands for no other word`(index: Int) async throws {
        let stored = Self.words[index]
        try await TestDatabase.with(.nothing) { database in
            _ = try await database.operations.incidents.create(
                .sample(), source: .own, by: database.cast.nav.requester)
            try await database.write { connection in
                try connection.allowAnyWord(in: stored.table)
                try connection.execute(stored.statement)
            }

            await #expect(throws: stored.error) { try await database.write(stored.read) }
        }
    }

    @Test func `for a medium is kept, and nobody is reached by it`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let found = try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO destination (account_id, media, settings)
                    VALUES (\(bob), 'pigeon', '{"loft":"7"}')
                    """)
                return try DestinationStore(connection).list(of: bob)
            }

            #expect(found.map(\.medium) == [.unknown("pigeon")])
            #expect(found.map(\.settings) == [["loft": "7"]])
            #expect(found.map(\.address) == [""])
        }
    }
}

extension SQLConnection {
    /// Lifts the checks of a table, as a newer schema would for words of its own.
    fileprivate func allowAnyWord(in table: String) throws {
        switch dialect {
        case .sqlite: try execute("PRAGMA ignore_check_constraints = ON")
        case .postgresql:
            let checks = try rows(
                """
                SELECT CAST(constraint_name AS text)
                FROM information_schema.table_constraints
                WHERE table_name = \(table) AND constraint_type = 'CHECK'
                    AND constraint_name NOT LIKE '%not_null'
                """
            ) { $0.text() }
            for check in checks {
                try execute(SQL(unsafe: "ALTER TABLE \(table) DROP CONSTRAINT \(check)"))
            }
        }
    }
}
