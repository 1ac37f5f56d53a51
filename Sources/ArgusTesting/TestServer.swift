import ArgusSQL
import FoundationEssentials

/// The PostgreSQL server that `ARGUS_TEST_POSTGRESQL` names, with databases that are lent to one
/// test at a time.
///
/// Making a database takes longer than most tests, so those that were given back are emptied and lent
/// again. Tests start all at once; how many run is bounded by how many databases there are.
package actor TestServer {
    /// The server, if there is one.
    package static let shared = ProcessInfo.processInfo.environment["ARGUS_TEST_POSTGRESQL"]
        .map { TestServer($0) }

    /// What is in a database that is lent.
    package enum Contents: String, Sendable {
        /// Nothing at all. Who alters tables borrows such a one, which nobody gets with those tables.
        case nothing
        /// What the last borrower's migrations made, without any rows.
        case tables
    }

    private let address: String
    private var idle: [Contents: [String]] = [:]
    private var count = 0
    private var free = 16
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// `address` leads to any database of the server, as a superuser.
    private init(_ address: String) {
        self.address = address
    }

    /// Lends a database, by its connection string, until a body ends.
    package static func with<Value>(
        _ contents: Contents, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        guard let server = shared else { throw Missing() }
        let name = try await server.borrow(contents)
        do {
            let value = try await body(server.address(of: name))
            try await server.giveBack(name, contents)
            return value
        } catch {
            try? await server.giveBack(name, contents)
            throw error
        }
    }

    /// That a test wants PostgreSQL where there is none.
    private struct Missing: Error {}

    private func borrow(_ contents: Contents) async throws -> String {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
        if let name = idle[contents]?.popLast() { return name }
        count += 1
        let name = "argus_test_\(ProcessInfo.processInfo.processIdentifier)_\(count)"
        try await Self.execute(["CREATE DATABASE \(name)"], on: address, inTransaction: false)
        return name
    }

    private func giveBack(_ name: String, _ contents: Contents) async throws {
        defer {
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
        switch contents {
        case .nothing:
            try await Self.execute(
                ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"], on: address(of: name))
        case .tables:
            try await Self.execute([Self.emptying], on: address(of: name))
        }
        idle[contents, default: []].append(name)
    }

    /// Empties what has rows: that is a fraction of the tables, and quicker than truncating.
    private static let emptying = """
        DO $$
        DECLARE
            name text;
        BEGIN
            SET LOCAL session_replication_role = replica;
            FOR name IN
                SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'migration'
            LOOP
                EXECUTE format('DELETE FROM %I', name);
            END LOOP;
            FOR name IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
                EXECUTE format('ALTER SEQUENCE %I RESTART', name);
            END LOOP;
        END $$
        """

    private nonisolated func address(of name: String) -> String {
        let start = address.lastIndex(of: "/") ?? address.endIndex
        return "\(address[..<start])/\(name)"
    }

    private static func execute(
        _ statements: [String], on address: String, inTransaction: Bool = true
    ) async throws {
        let driver = PostgreSQLDriver(connectionString: address, connections: 1)
        defer { try? driver.close() }
        if inTransaction {
            try await driver.write { connection in
                for statement in statements { try connection.execute(SQL(unsafe: statement)) }
            }
        } else {
            try await driver.glance { connection in
                try connection.execute("SET default_transaction_read_only = off")
                for statement in statements { try connection.execute(SQL(unsafe: statement)) }
            }
        }
    }
}
