import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import Testing

@Suite(.onSQLite, .bug(id: 9)) struct `Looking for long texts` {
    @Test func `finds nothing where all fit`() async throws {
        try await TestDatabase.with { database in
            let fits = String(repeating: "\\", count: 4000)
            _ = try await database.insert(
                .sample(
                    sourceIncidentID: String(repeating: "ø", count: 1300),
                    tags: [Tag(key: "k", value: fits)]))

            #expect(try await database.driver.read { try LongTextSearch($0).list() }.isEmpty)
        }
    }

    @Test func `tells whose they are`() async throws {
        try await TestDatabase.with { database in
            let value = String(repeating: "a\n", count: 1000)
            let id = try await database.insert(.sample(tags: [Tag(key: "k", value: value)])).id
            let found = try await database.write { connection in
                let long = String(repeating: "ø", count: 1301)
                try connection.execute("UPDATE incident SET source_incident_id = \(long)")
                try connection.execute("INSERT INTO source_system_type (name) VALUES (\(long))")
                try connection.execute("UPDATE source_system SET name = \(long) WHERE id = 3")
                return try LongTextSearch(connection).list()
            }

            #expect(
                found.map(\.description) == [
                    "the source_incident_id of incident \(id) (2602 bytes)",
                    "the tag 1, k=…, of incidents \(id) (3002 bytes)",
                    "the name of source system 3 (2602 bytes)",
                    "the name of source system type \(String(repeating: "ø", count: 40))… (2602 bytes)",
                ])
        }
    }
}
