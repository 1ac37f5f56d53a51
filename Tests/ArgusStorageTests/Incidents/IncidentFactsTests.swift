import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `What a filter looks at` {
    @Test func `is read for many incidents by a few statements`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(60, in: database, seed: 6).all
            let recorder = RecordingDriver(database.driver)
            var found: [Incident.ID: IncidentFacts] = [:]

            let statements = try await recorder.statements {
                found = try await recorder.read {
                    try IncidentStore($0).facts(of: Set(incidents.map(\.incident.id) + [9999]))
                }
            }

            #expect(incidents.allSatisfy { found[$0.incident.id] == $0 })
            #expect(found.count == incidents.count)
            #expect(statements.count == 4)
        }
    }
}
