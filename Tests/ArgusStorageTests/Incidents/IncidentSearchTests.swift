import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A search for incidents` {
    /// Every kind of filter, at and around its bounds.
    static func filters(_ cast: Cast) -> [IncidentFilter] {
        let (nav, zabbix) = (cast.nav.id.rawValue, cast.zabbix.id.rawValue)
        let now = RandomIncidents.now
        let truths: [IncidentFilter] = [true, false].flatMap {
            [.open($0), .stateful($0), .acked($0), .hasTicket($0)]
        }
        let times: [IncidentFilter] = [.sample, .sample(1), now, .sample(2400), .infinity].flatMap {
            [
                .startTime(.from(.at($0))), .startTime(.until(.at($0))), .endTime(.from(.at($0))),
                .endTime(.until(.at($0))),
            ]
        }
        let lists: [IncidentFilter] = [
            .ids([]), .ids([1]), .ids([1, 5, 9, 9999]), .sources([]), .sources([nav]),
            .sources([nav, zabbix]), .sources([999]), .sourceNames(["nav", "x"]),
            .sourceNames([]), .sourceTypes(["zabbix"]), .sourceTypes([]),
        ]
        let texts: [IncidentFilter] = [
            .sourceIncidentID(""), .sourceIncidentID("7"), .sourceIncidentID("8"),
            .sourceIncidentID("none"), .mentions("down"), .mentions("ÅSE"), .mentions("%"),
            .text(.description, ""), .text(.description, "Box is DOWN"),
            .text(.description, "A\u{30a}se\r\nlink"), .text(.ticketURL, "https://t.example.org/7"),
            .text(.detailsURL, "none"), .mentions("_"), .mentions("\\"), .mentions("raised"),
            .mentions(""),
        ]
        let tags: [IncidentFilter] = [
            .tag("a=1"), .tag("c=x y"), .tag("rare=1"), .tag("none=1"), .tag("a="),
            .tags(["a=1", "a=2", "b=1"]), .any([.tag("a=1"), .tag("rare=1"), .tag("none=1")]),
            .tagged("a", .anything), .tagged("none", .anything), .tagged("a", .prefix("")),
            .tagged("c", .prefix("x ")), .tagged("c", .prefix("x")), .tagged("c", .prefix("y")),
            .tagged("c", .prefix("x\u{10ffff}")), .any([.tagged("rare", .anything), .tag("a=2")]),
        ]
        let moving: [IncidentFilter] = [-1800, -1, 0, 600].map { .fromNow(.seconds($0)) }.flatMap {
            [.startTime(.from($0)), .endTime(.until($0))]
        }
        let patterns: [IncidentFilter] = ["^[12]$", "x.y", "", "^$", "z"].compactMap {
            (try? Pattern($0)).map { .tagged("a", .pattern($0)) }
        }
        let events: [IncidentFilter] = [
            .eventTypes([]), .eventTypes([.acknowledge]), .eventTypes([.start, .end]),
        ]
        let durations = [-1, 0, 599, 600, 601, 4200].map {
            IncidentFilter.lastedAtLeast(.seconds($0))
        }
        let levels = [0, 1, 3, 5, 6].map { IncidentFilter.levelAtMost($0) }
        let others = events + durations + levels + moving + patterns
        return [.everything, .nothing] + truths + times + lists + texts + tags + others
    }

    @Test func `finds what each filter means`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(300, in: database)
            let filters = Self.filters(database.cast)

            let wrong = try await Self.mismatches(filters, incidents, database)

            #expect(wrong.isEmpty)
        }
    }

    @Test func `finds what each negated filter means`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(200, in: database, seed: 2)
            let filters = Self.filters(database.cast).map { IncidentFilter.not($0) }

            let wrong = try await Self.mismatches(filters, incidents, database)

            #expect(wrong.isEmpty)
        }
    }

    @Test func `finds what combined filters mean`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(150, in: database, seed: 3)
            let leaves = Self.filters(database.cast)
            var generator = SeededGenerator(seed: 4)
            let filters = (0..<200).map { _ in Self.combine(leaves, depth: 3, &generator) }

            let wrong = try await Self.mismatches(filters, incidents, database)

            #expect(wrong.isEmpty)
        }
    }

    @Test func `finds the same after ends have been settled`() async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(200, in: database, seed: 5)
            let filters: [IncidentFilter] = [
                .open(true), .open(false), .not(.open(true)), .all([.open(true), .tag("a=1")]),
                .all([.open(true), .tag("a=1"), .tag("b=1")]), .all([.open(false), .tag("a=1")]),
            ]
            try await database.write {
                _ = try IncidentStore($0).settleEnded(now: RandomIncidents.now)
            }

            let wrong = try await Self.mismatches(filters, incidents, database)

            #expect(wrong.isEmpty)
        }
    }

    @Test func `finds by any of very many tags, whatever stands in them`() async throws {
        try await TestDatabase.with { database in
            let values = (0..<150).map { "x\($0)" } + ["a\\b", "a\nb", "é", "e\u{301}", ""]
            let incidents = try await database.insert(
                try values.map { try .sample(tags: [Tag(key: "k", value: $0), "all=1"]) })
            let tests: [(test: IncidentFilter.ValueTest, count: Int)] = [
                (.anything, 155), (.prefix("x"), 150), (.prefix("x1"), 61), (.prefix("x14"), 11),
                (.prefix("a\\"), 1), (.prefix("a\n"), 1), (.prefix("é"), 1),
                (.prefix("e\u{301}"), 1), (.prefix("y"), 0), (.pattern(try Pattern("^x")), 150),
                (.pattern(try Pattern("9$")), 15), (.pattern(try Pattern("y")), 0),
            ]

            for (test, count) in tests {
                let filter = IncidentFilter.tagged("k", test)
                let counts = try await database.driver.read { connection in
                    try [filter, .not(filter), .all([.open(true), filter, .tag("all=1")])].map {
                        try IncidentSearch(connection, $0, now: .sample).count()
                    }
                }
                #expect(counts == [count, incidents.count - count, count], "\(test)")
            }
            let both = IncidentFilter.any([
                .tagged("k", .prefix("é")), .tagged("k", .prefix("e\u{301}")),
            ])
            let count = try await database.driver.read {
                try IncidentSearch($0, both, now: .sample).count()
            }
            #expect(count == 2)
        }
    }

    private static func combine(
        _ leaves: [IncidentFilter], depth: Int, _ generator: inout SeededGenerator
    ) -> IncidentFilter {
        let kind = depth == 0 ? 0 : Int.random(in: 0..<6, using: &generator)
        guard kind > 0 else { return generator.pick(leaves) }
        let parts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            combine(leaves, depth: depth - 1, &generator)
        }
        return kind < 4 ? .all(parts) : kind == 4 ? .any(parts) : .not(.any(parts))
    }

    /// The filters for which the database does not find what they mean.
    private static func mismatches(
        _ filters: [IncidentFilter], _ incidents: RandomIncidents, _ database: TestDatabase
    ) async throws -> [IncidentFilter] {
        let found = try await database.driver.read { connection in
            try filters.map { filter in
                let search = IncidentSearch(connection, filter, now: RandomIncidents.now)
                let page = try search.page(PageRequest(size: 1000))
                return (ids: page.items.map(\.id), count: try search.count())
            }
        }
        return zip(filters, found).filter { filter, found in
            let expected = incidents.ids(filter)
            return found.ids != expected || found.count != expected.count
        }.map(\.0)
    }
}

@Suite struct `Paging through incidents` {
    @Test(arguments: [1, 7, 100, 300])
    func `neither loses nor repeats one, also among equal times`(size: Int) async throws {
        try await TestDatabase.with { database in
            let incidents = try await RandomIncidents(300, in: database)
            let (nav, expected) = (database.cast.nav.id.rawValue, incidents)
            let filters: [IncidentFilter] = [
                .everything, .open(true), .sources([nav]), .tag("a=1"),
                .all([.open(true), .sources([nav])]), .all([.open(true), .tag("rare=1")]),
                .ids((1...200).map { $0 }), .not(.acked(true)),
            ]

            for filter in filters {
                let (forwards, backwards) = try await database.driver.read { connection in
                    let search = IncidentSearch(connection, filter, now: RandomIncidents.now)
                    return try walk(size: size) { try search.page($0) }
                }

                let ids = expected.ids(filter)
                let lastPage = max(ids.count - 1, 0) / size * size
                #expect(forwards.map(\.id) == ids)
                #expect(backwards.map(\.id) == Array(ids[..<lastPage]))
            }
        }
    }

    @Test func `shows no row twice if newer ones arrive meanwhile`() async throws {
        try await TestDatabase.with { database in
            let old = try await database.insert((0..<6).map { _ in try .sample() })
            let pages = try await database.write { [nav = database.cast.nav] connection in
                let search = IncidentSearch(connection, .everything, now: .sample)
                let first = try search.page(PageRequest(size: 3))
                _ = try IncidentStore(connection).insert(
                    .sample(startTime: .sample(5)), of: nav.id, tagsAddedBy: nav.user.id,
                    now: .sample)
                return [first, try search.page(PageRequest(size: 3, cursor: first.next))]
            }

            #expect(pages.flatMap(\.items).map(\.id) == old.reversed().map(\.id))
        }
    }
}
