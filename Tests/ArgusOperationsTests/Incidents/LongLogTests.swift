import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusOperations

@Suite struct `A long log` {
    @Test func `is searched as a short one, and rewritten by no entry`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample()).id
            let other = try await database.create(.sample()).id
            for number in 0..<20 {
                try await database.post(
                    .sample(
                        .other,
                        description: "WORD\(number)x " + String(repeating: "ø", count: 1000)),
                    to: incident, by: database.cast.bob.requester)
            }
            // Said before, where there was room and where there was none.
            for number in [1, 1, 19] {
                try await database.post(
                    .sample(.other, description: "word\(number)x"), to: other,
                    by: database.cast.bob.requester)
            }

            for number in 0..<20 {
                let filter = IncidentFilter.mentions(SearchText("Word\(number)X"))
                let found = try await database.operations.incidents.listAll(filter)
                let isOther = [1, 19].contains(number)
                #expect(found.map(\.incident.id) == (isOther ? [other] : []) + [incident])
                let facts = try await database.driver.read {
                    try IncidentStore($0).facts(of: [incident])
                }
                #expect(facts[incident].map { filter.matches($0, now: .sample) } == true)
            }
            let size = try await database.driver.read { connection in
                try connection.first(
                    "SELECT length(search_text) FROM incident WHERE id = \(incident)"
                ) { $0.integer() }
            }
            #expect(try #require(size) < 8000)
        }
    }
}
