import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import Testing

@Suite struct `A node of the version before` {
    /// A step as one of the next version may be: it adds, and changes nothing that is there.
    private static let next = Migrator(
        DatabaseSchema.migrations + [
            Migration(
                (DatabaseSchema.migrations.map(\.number).max() ?? 0) + 1, "of the next version"
            ) { dialect in
                [
                    "ALTER TABLE incident ADD COLUMN note TEXT NOT NULL DEFAULT ''",
                    "CREATE INDEX incident_note ON incident (note) WHERE note <> ''",
                    dialect.definition(
                        """
                        CREATE TABLE remark (
                            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
                            text TEXT NOT NULL
                        ) STRICT
                        """),
                ]
            }
        ])

    @Test func `goes on working while and after the next one upgrades the database`() async throws {
        try await TestDatabase.with(.nothing) { database in
            let incidents = database.operations.incidents
            let nav = database.cast.nav.requester
            let before = try await database.create(.sample(sourceIncidentID: "before"))

            try await withThrowingTaskGroup { group in
                for number in 0..<50 {
                    group.addTask {
                        _ = try await incidents.create(
                            .sample(
                                sourceIncidentID: "\(number)",
                                tags: [Tag(key: "n", value: "\(number)")]),
                            source: .own, by: nav
                        ).performed()
                    }
                }
                group.addTask { _ = try await Self.next.run(on: database.driver) }
                try await group.waitForAll()
            }

            let after = try await database.create(.sample(sourceIncidentID: "after"))
            let page = try await incidents.list(.all([]), PageRequest(size: 100))
            #expect(page.items.count == 52)
            #expect(Set(page.items.map(\.incident.id)).isSuperset(of: [before.id, after.id]))
            #expect(try await database.incident(before.id) == before)
        }
    }

    @Test func `is not started on a database that the next one has upgraded`() async throws {
        try await TestDatabase.with(.nothing) { database in
            _ = try await Self.next.run(on: database.driver)

            await #expect(throws: SQLError.self) {
                try await Operations.open(database.driver, clock: database.clock.clock)
            }
        }
    }
}
