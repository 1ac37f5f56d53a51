import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A list of incidents in an order` {
    /// Open and closed ones of all levels, every third acknowledged for good, some until a while ago.
    static func fill(_ database: TestDatabase) async throws -> [Incident] {
        let new = try (0..<40).map { (index: Int) throws -> NewIncident in
            let end = Timestamp.sample(Double(index))
            let host = Tag(key: "host", value: "h\(index % 4)")
            return try NewIncident.sample(
                startTime: .sample(Double(index * 37 % 20)),
                endTime: index % 5 == 0 ? .ended(end) : .open, description: "Box \(index) is down",
                level: Level.allCases[index * 7 % 5], tags: [host, "site=common"])
        }
        let made = try await database.insert(new)
        return try await database.write { connection in
            let store = IncidentStore(connection)
            for incident in made where incident.id.rawValue % 3 == 0 {
                try store.setAckedUntil(.infinity, of: incident.id)
            }
            return try store.find(Set(made.map(\.id)))
        }
    }

    private static func search(
        _ database: TestDatabase, _ filter: IncidentFilter
    ) async throws -> @Sendable (IncidentOrder, OrderedPlace?) async throws -> OrderedPage<Incident>
    {
        { order, place in
            try await database.driver.read { connection in
                try IncidentSearch(connection, filter, now: .sample(50))
                    .page(in: order, size: 7, from: place)
            }
        }
    }

    private static func key(_ incident: Incident) -> (Int, Int, Int64, Int64) {
        (
            incident.level.rawValue, incident.ackedUntil == nil ? 0 : 1,
            -incident.startTime.microseconds, -incident.id.rawValue
        )
    }

    @Test(arguments: [IncidentFilter.open(true), .everything, .tag("host=h1")])
    func `has the worst first, then the unacknowledged, then the newest`(
        filter: IncidentFilter
    ) async throws {
        try await TestDatabase.with { database in
            let all = try await Self.fill(database)
            let page = try await Self.search(database, filter)
            var found: [Incident] = []
            var place: OrderedPlace?
            repeat {
                let next = try await page(.worstFirst, place)
                found += next.items
                place = next.next
            } while place != nil

            let expected = all.filter { incident in
                filter == .everything
                    || (filter == .open(true)
                        ? incident.endTime == .open
                        : incident.tags.contains { $0.tag == "host=h1" })
            }
            #expect(found == expected.sorted { Self.key($0) < Self.key($1) })
        }
    }

    @Test(arguments: [
        "level,acked,-start", "-level,start", "source,-end", "acked", "start", "-start",
    ])
    func `is the same page by page, forwards and backwards`(text: String) async throws {
        try await TestDatabase.with { database in
            _ = try await Self.fill(database)
            let order = try IncidentOrder(text)
            let page = try await Self.search(database, .everything)
            var pages: [OrderedPage<Incident>] = [try await page(order, nil)]
            while let next = pages.last?.next { pages.append(try await page(order, next)) }
            var back = pages.last?.previous
            var returned: [[Incident]] = []
            while let place = back {
                let previous = try await page(order, place)
                returned.append(previous.items)
                back = previous.previous
            }

            #expect(Set(pages.flatMap(\.items)).count == 40)
            #expect(pages.first?.previous == nil)
            #expect(returned == pages.dropLast().reversed().map(\.items))
        }
    }

    @Test(.onSQLite, arguments: [IncidentFilter.open(true), .all([.open(true), .levelAtMost(3)])])
    func `is read from an index where it is of open ones`(filter: IncidentFilter) async throws {
        try await TestDatabase.with { database in
            _ = try await Self.fill(database)
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.read { connection in
                    try IncidentSearch(connection, filter, now: .sample(50)).page(
                        in: .worstFirst, size: 7,
                        from: OrderedPlace(
                            [.number(5), .number(7), .number(9)], isBackward: false))
                }
            }
            let plan = try await database.driver.read { connection in
                try statements.flatMap { try connection.plan(of: $0) }
            }

            #expect(plan.contains { $0.contains("incident_urgency") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test func `is counted by level and acknowledgement`() async throws {
        try await TestDatabase.with { database in
            let all = try await Self.fill(database).filter { $0.endTime == .open }
            let counts = try await database.driver.read {
                try IncidentSearch($0, .open(true), now: .sample(50)).counts()
            }

            #expect(counts.total == all.count)
            #expect(counts.acked == all.count { $0.ackedUntil != nil })
            #expect(counts.count(of: .high) == all.count { $0.level == .high })
        }
    }

    @Test func `is tallied by source and by tag`() async throws {
        try await TestDatabase.with { database in
            _ = try await Self.fill(database)
            let (sources, tags, hosts) = try await database.driver.read { connection in
                let search = IncidentSearch(connection, .everything, now: .sample(50))
                return (
                    try search.tallyOfSources(), try search.tallyOfTags(upTo: 3),
                    try search.tallyOfTags(key: "host", upTo: 10)
                )
            }

            #expect(sources.map(\.count) == [40])
            #expect(tags.first?.value == "site=common")
            #expect(tags.map(\.count) == [40, 10, 10])
            #expect(Set(hosts.map(\.value)) == ["host=h0", "host=h1", "host=h2", "host=h3"])
        }
    }
}
