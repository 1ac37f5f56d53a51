import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A filter in the database and in memory` {
    @Test(arguments: [101, 102, 103] as [UInt64])
    func `describes the same incidents`(seed: UInt64) async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(700, in: database, seed: seed)
            var random = RandomFilters(
                seed: seed, now: RandomIncidents.now,
                sources: [database.cast.nav.system, database.cast.zabbix.system])
            let filters = (0..<150).map { _ in random.next() }
            // With them PostgreSQL goes other ways to the first few than to all.
            try await database.driver.renewStatistics()

            let found = try await database.driver.read { connection in
                try filters.map { filter in
                    let search = IncidentSearch(connection, filter, now: RandomIncidents.now)
                    let few = try search.page(PageRequest(size: 5))
                    let more = try few.next.map {
                        try search.page(PageRequest(size: 5, cursor: $0)).items
                    }
                    return (
                        all: try search.page(PageRequest(size: 1000)).items.map(\.id),
                        first: (few.items + (more ?? [])).map(\.id), count: try search.count()
                    )
                }
            }

            for (filter, found) in zip(filters, found) {
                let comment = Comment("seed \(seed): \(filter.written)")
                let ids = incidents.ids(filter)
                #expect(ids == found.all, comment)
                #expect(ids.prefix(10) == found.first[...], comment)
                #expect(ids.count == found.count, comment)
            }
        }
    }

    @Test func `may be as long and as deep as can be typed`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(50, in: database)
            let many = (0..<900).flatMap {
                [.tag(Tag(key: "a", value: "\($0)")), .tagged("k\($0)", .prefix("x"))]
                    as [IncidentFilter]
            }
            let deep = [
                String(repeating: "not ", count: 30) + "open",
                String(repeating: "a (b or ", count: 30) + "c" + String(repeating: ")", count: 30),
                String(repeating: "not (tag:b or ", count: 15) + "c"
                    + String(repeating: ")", count: 15),
                String(repeating: "tag:b (", count: 22) + Self.tree(depth: 8)
                    + String(repeating: ")", count: 22),
            ].map { WrittenFilter(stored: $0).filter }

            for filter in [.any(many), .not(.all([.any(many), .open(true)]))] + deep {
                let found = try await database.driver.read {
                    try IncidentSearch($0, filter, now: RandomIncidents.now)
                        .page(PageRequest(size: 1000)).items.map(\.id)
                }
                #expect(found == incidents.ids(filter))
            }
        }
    }

    private static func tree(depth: Int) -> String {
        if depth == 0 { return "a=1" }
        let half = tree(depth: depth - 1)
        return depth.isMultiple(of: 2) ? "(\(half) or \(half))" : "(\(half) \(half))"
    }
}
