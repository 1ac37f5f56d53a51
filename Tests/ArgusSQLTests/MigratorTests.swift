import ArgusSQL
import ArgusTesting
import Testing

@Suite struct `Migrating a database` {
    static let first = Migration(1, "first") { _ in
        ["CREATE TABLE one (id INTEGER) STRICT", "INSERT INTO one (id) VALUES (1)"]
    }
    static let second = Migration(2, "second") { _ in ["CREATE TABLE two (id INTEGER) STRICT"] }
    static let broken = Migration(2, "broken") { _ in
        ["CREATE TABLE two (id INTEGER) STRICT", "CREATE TABLE one (id INTEGER) STRICT"]
    }

    @Test func `runs the steps that are missing, in order`() async throws {
        try await withDriver { driver in
            #expect(try await Migrator([Self.first]).run(on: driver) == ["first"])
            #expect(try await Migrator([Self.first, Self.second]).run(on: driver) == ["second"])
            #expect(try await Migrator([Self.first, Self.second]).run(on: driver) == [])

            let rows = try await driver.read { try $0.rows("SELECT id FROM one") { $0.integer() } }
            #expect(rows == [1])
        }
    }

    @Test func `leaves nothing of a step that fails`() async throws {
        try await withDriver { driver in
            _ = try await Migrator([Self.first]).run(on: driver)

            await #expect(throws: SQLError.self) {
                try await Migrator([Self.first, Self.broken]).run(on: driver)
            }

            let tables = try await driver.read { try $0.tables() }
            #expect(tables == ["migration", "one"])
        }
    }

    @Test func `is done once, however many do it at the same time`() async throws {
        try await EmptyDatabase.with { database in
            let migrator = Migrator([Self.first, Self.second])

            let runs = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await database.open { try await migrator.run(on: $0) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(runs.filter { !$0.isEmpty } == [["first", "second"]])
        }
    }

    @Test func `refuses a database that a newer program made, and leaves it as it is`()
        async throws
    {
        try await withDriver { driver in
            _ = try await Migrator([Self.first, Self.second]).run(on: driver)
            let sentence =
                "The database was made by a newer Argus (schema 2, this one knows 1); install "
                + "that version, or restore an older backup."

            let before = try await changes(in: driver)
            await #expect(throws: SQLError.unavailable(sentence)) {
                try await Migrator([Self.first]).run(on: driver)
            }
            let after = try await changes(in: driver)

            #expect(before == after)
        }
    }

    /// A number that becomes another when something is changed.
    private func changes(in driver: any SQLDriver) async throws -> Int64? {
        try await driver.glance { connection in
            switch connection.dialect {
            case .sqlite: try connection.first("PRAGMA data_version") { $0.integer() }
            case .postgresql:
                try connection.first("SELECT count(*) FROM pg_class") { $0.integer() }
            }
        }
    }

    private func withDriver(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (any SQLDriver) async throws -> Void
    ) async throws {
        try await EmptyDatabase.with { database in
            try await database.open { try await body($0) }
        }
    }
}
