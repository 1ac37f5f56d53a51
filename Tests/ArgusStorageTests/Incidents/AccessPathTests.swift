import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A page of incidents` {
    /// What is asked, and the index by which it is found.
    static func cases(_ source: Int64) -> [(filter: IncidentFilter, index: String)] {
        [
            (.everything, "incident_start"),
            (.open(false), "incident_start"),
            (.levelAtMost(2), "incident_start"),
            (.startTime(.from(.at(.sample))), "incident_start"),
            (.mentions("down"), "incident_start"),
            (.sources([source, source + 1]), "incident_start"),
            (.sourceNames(["nav"]), "incident_start"),
            (.sources([source]), "incident_source"),
            (.open(true), "incident_open"),
            (.all([.open(true), .acked(false)]), "incident_open"),
            (.all([.open(true), .sources([source])]), "incident_open_source"),
            (.tag("host=rare"), "PRIMARY KEY (tag_id=?"),
            (.tag("site=common"), "PRIMARY KEY (tag_id=?"),
            (.all([.tag("site=common"), .tag("host=rare")]), "PRIMARY KEY (tag_id=?"),
            (.all([.open(true), .tag("host=rare")]), "PRIMARY KEY (tag_id=?"),
            (.all([.open(true), .tag("site=common")]), "PRIMARY KEY (tag_id=?"),
            (.tagged("site", .anything), "incident_start"),
            (.all([.open(true), .tagged("site", .prefix("c"))]), "incident_open"),
            (.all([.all([.open(true)]), .any([.sources([source])])]), "incident_open_source"),
            (.not(.tagged("host", .anything)), "incident_start"),
            (.acked(true), "incident_acked"), (.hasTicket(true), "incident_ticketed"),
            (.stateful(false), "incident_stateless"),
            (.endTime(.until(.at(.sample))), "incident_start"),
        ]
    }

    @Test(.onSQLite) func `is read in order from an index, whatever is asked`() async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)
            let cursors = [
                nil, PageRequest.Cursor(time: .sample, id: 7, isBackward: false),
                PageRequest.Cursor(time: .sample, id: 7, isBackward: true),
            ]

            for (filter, index) in Self.cases(database.cast.nav.id.rawValue) {
                for cursor in cursors {
                    let request = PageRequest(size: 25, cursor: cursor)
                    let plan = try await Self.plan(of: filter, request, database)
                    let first = plan.first ?? ""
                    #expect(
                        first.contains("\(index) ") || first.hasSuffix(index)
                            || index.contains("=") && first.contains(index),
                        "\(filter): \(plan)")
                    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(filter): \(plan)")
                }
            }
        }
    }

    static let named: [(filter: IncidentFilter, index: String)] = [
        (.ids([1, 2]), "INTEGER PRIMARY KEY"),
        (.all([.ids([1, 2]), .open(true), .tag("site=common")]), "INTEGER PRIMARY KEY"),
        (.all([.ids([1]), .startTime(.from(.at(.sample)))]), "INTEGER PRIMARY KEY"),
        (.sourceIncidentID("7"), "incident_identity (source_id=? AND source_incident_id=?)"),
        (
            .all([.sourceIncidentID("7"), .open(true), .sources([1])]),
            "incident_identity (source_id=? AND source_incident_id=?)"
        ),
    ]

    @Test(.onSQLite) func `is found by key where that names a few`() async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)

            for (filter, index) in Self.named {
                let plan = try await Self.plan(of: filter, PageRequest(size: 25), database)
                #expect(plan.first?.contains(index) == true, "\(plan)")
            }
        }
    }

    static func few() throws -> [IncidentFilter] {
        let pattern = IncidentFilter.tagged("host", .pattern(try Pattern("^r.*e$")))
        return [
            pattern, .tagged("host", .anything), .tagged("host", .prefix("ra")),
            .any([.tag("host=rare"), .tag("host=none")]),
            .all([.open(true), .all([.tag("site=common"), pattern])]),
            .all([.tagged("site", .anything), .tagged("host", .anything)]),
        ]
    }

    @Test(.onSQLite) func `is found by the tags where those leave a few`() async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)

            for filter in try Self.few() {
                let plan = try await Self.plan(of: filter, PageRequest(size: 25), database)
                #expect(!plan.joined().contains("SCAN incident"), "\(filter): \(plan)")
                #expect(plan.contains { $0.contains("SEARCH incident USING INTEGER PRIMARY KEY") })
            }
        }
    }

    @Test(.onPostgreSQL, arguments: try Self.few())
    func `is found by the array of tags where those leave a few`(
        filter: IncidentFilter
    ) async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)
            try await database.write { _ = try $0.execute("ANALYZE") }

            let plan = try await Self.plan(of: filter, PageRequest(size: 25), database).joined()

            #expect(plan.contains("_tag_list"), "\(plan)")
            #expect(!plan.contains("BitmapAnd"), "\(plan)")
        }
    }

    @Test func `is found by the source's identifiers, without statistics`() async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)
            let wanted = Set((0..<400).map { ExactText("\($0)") })
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.read {
                    try IncidentStore($0).find(wanted, of: database.cast.nav.id)
                }
            }

            let plan = try await database.driver.read { try $0.plan(of: statements[0]) }

            #expect(plan.contains { $0.contains("incident_identity") }, "\(plan)")
        }
    }

    @Test(.onPostgreSQL) func `is read in order where many have the tags`() async throws {
        try await TestDatabase.with { database in
            try await Self.fill(database)
            try await database.write { _ = try $0.execute("ANALYZE") }
            let filters: [IncidentFilter] = [
                .tag("site=common"), .open(true), .all([.open(true), .tag("site=common")]),
                .tagged("site", .anything), .any([.tag("site=common"), .tag("host=rare")]),
            ]

            for filter in filters {
                let plan = try await Self.plan(of: filter, PageRequest(size: 25), database)
                #expect(plan.contains { $0.contains("  Index Scan") }, "\(plan)")
                #expect(!plan.joined().contains("Sort"), "\(filter): \(plan)")
            }
        }
    }

    @Test func `goes by the levels where all of the newest are of others`() async throws {
        try await TestDatabase.with { database in
            let made = try await Self.fillWithLevels(database)
            let filter = IncidentFilter.all([.open(true), .levelAtMost(2)])

            let page = try await database.driver.read {
                try IncidentSearch($0, filter, now: .sample).page(PageRequest(size: 3))
            }
            let plan = try await Self.plan(of: filter, PageRequest(size: 3), database)

            #expect(page.items.map(\.id) == made.prefix(7).suffix(3).reversed().map(\.id))
            #expect(plan.count { $0.contains("incident_urgency") } == 4, "\(plan)")
        }
    }

    /// Seven that are high or critical, and many newer ones that are not.
    private static func fillWithLevels(_ database: TestDatabase) async throws -> [Incident] {
        try await database.insert(
            (0..<900).map { number in
                try .sample(
                    startTime: .sample(Double(number)), sourceIncidentID: "\(number)",
                    level: number < 7 ? (number % 2 == 0 ? .high : .critical) : .moderate)
            })
    }

    @Test(.onPostgreSQL) func `is gathered where no recent one has the tags`() async throws {
        try await TestDatabase.with { database in
            let made = try await database.insert(
                (0..<3000).map { number in
                    try .sample(
                        startTime: .sample(Double(number)), sourceIncidentID: "\(number)",
                        tags: number < 1000 ? ["age=old", "k=a"] : ["age=new", "k=b"])
                })
            try await database.driver.analyse()
            let request = PageRequest(size: 5)

            for filter in [.tag("age=old"), .all([.tag("age=new"), .tag("k=a")])]
                as [IncidentFilter]
            {
                let statements = try await Self.statements(of: filter, request, database)
                let plan = try await Self.plan(of: filter, request, database).joined()
                let page = try await database.driver.read {
                    try IncidentSearch($0, filter, now: .sample).page(request)
                }

                #expect(statements.contains { $0.text.contains("FROM (") }, "\(statements)")
                #expect(plan.contains("incident_tag_list"), "\(plan)")
                let old = made.prefix(1000).reversed().map(\.id)
                #expect(
                    page.items.map(\.id) == (filter == .tag("age=old") ? Array(old.prefix(5)) : []))
            }
        }
    }

    @Test(arguments: [
        IncidentFilter.tagged("n", .prefix("v")), .tagged("n", .anything),
        .tagged("n", .pattern(try Pattern("v"))), .not(.not(.tagged("n", .prefix("v")))),
    ])
    func `has all of more tags than a planner is told`(filter: IncidentFilter) async throws {
        try await TestDatabase.with { database in
            let made = try await Self.fillWithValues(database)

            let page = try await database.driver.read {
                try IncidentSearch($0, filter, now: .sample).page(PageRequest(size: 250))
            }

            #expect(page.items.map(\.id) == made[50..<300].reversed().map(\.id))
        }
    }

    /// Three hundred with a value each, and as many newer ones with another tag.
    private static func fillWithValues(_ database: TestDatabase) async throws -> [Incident] {
        let made = try await database.insert(
            (0..<600).map { number in
                try .sample(
                    startTime: .sample(Double(number)), sourceIncidentID: "\(number)",
                    tags: number < 300 ? [Tag(key: "n", value: "v\(number)")] : ["a=b"])
            })
        try await database.driver.analyse()
        return made
    }

    @Test(.onPostgreSQL) func `compares each tag once, however many are meant`() async throws {
        try await TestDatabase.with { database in
            _ = try await Self.fillWithValues(database)
            let filter = IncidentFilter.tagged("n", .pattern(try Pattern("v")))

            let statements = try await Self.statements(of: filter, PageRequest(size: 5), database)
            let comparing = statements.filter { $0.text.contains("unnest(incident.tag_list)") }

            #expect(!comparing.isEmpty)
            for statement in comparing {
                let plan = try await database.driver.read { try $0.plan(of: statement) }
                #expect(!plan.joined().contains("Join"), "\(plan)")
            }
        }
    }

    @Test func `takes as many statements for many rows as for few`() async throws {
        try await TestDatabase.with { database in
            _ = try await RandomIncidents(100, in: database)

            let few = try await Self.statements(of: .open(true), PageRequest(size: 2), database)
            let many = try await Self.statements(of: .open(true), PageRequest(size: 90), database)

            #expect(few.count == many.count)
        }
    }

    /// One incident in a thousand has the rare tag, and most have the common one.
    private static func fill(_ database: TestDatabase) async throws {
        _ = try await database.insert(
            (0..<3200).map { number in
                try .sample(
                    startTime: .sample(Double(number / 3)), sourceIncidentID: "\(number)",
                    tags: number % 1000 == 0 ? ["host=rare", "site=common"] : ["site=common"])
            })
    }

    private static func statements(
        of filter: IncidentFilter, _ request: PageRequest, _ database: TestDatabase
    ) async throws -> [SQL] {
        let recorder = RecordingDriver(database.driver)
        return try await recorder.statements {
            _ = try await recorder.read {
                try IncidentSearch($0, filter, now: .sample).page(request)
            }
        }
    }

    private static func plan(
        of filter: IncidentFilter, _ request: PageRequest, _ database: TestDatabase
    ) async throws -> [String] {
        let statement = try await statements(of: filter, request, database).last
        return try await database.driver.read { try $0.plan(of: statement ?? "SELECT 1") }
    }
}

@Suite struct `A list of events` {
    @Test(.onSQLite) func `is read in order from an index`() async throws {
        try await TestDatabase.with { database in
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.read { connection in
                    _ = try EventStore(connection).list(of: 1)
                    _ = try EventStore(connection).list(PageRequest(size: 25))
                    for isBackward in [false, true] {
                        let cursor = PageRequest.Cursor(
                            time: .sample, id: 7, isBackward: isBackward)
                        _ = try EventStore(connection).list(
                            PageRequest(size: 25, cursor: cursor), of: 1)
                    }
                }
            }

            let plans = try await database.driver.read { connection in
                try statements.map { try connection.plan(of: $0) }
            }

            #expect(plans[0].first?.contains("event_incident") == true, "\(plans)")
            #expect(plans[1].first?.contains("event_timestamp") == true, "\(plans)")
            for plan in plans[2...] {
                #expect(
                    plan.first?.contains("event_incident (incident_id=? AND timestamp")
                        == true,
                    "\(plan)")
            }
            #expect(!plans.joined().contains { $0.contains("TEMP B-TREE") }, "\(plans)")
        }
    }

    @Test(.onSQLite) func `is not read whole for what is new in it`() async throws {
        try await TestDatabase.with { database in
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.read { connection in
                    try EventStore(connection).incidents(
                        with: [.start, .end], since: .sample, upTo: 10)
                }
            }

            let plan = try await database.driver.read { try $0.plan(of: statements[0]) }

            #expect(plan.first?.contains("event_timestamp (timestamp>") == true, "\(plan)")
        }
    }
}

@Suite struct `Housekeeping` {
    @Test(.onSQLite) func `reads only the incidents whose end was set`() async throws {
        try await TestDatabase.with { database in
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.write { connection in
                    _ = try IncidentStore(connection).hasEnded(now: .sample)
                    _ = try IncidentStore(connection).settleEnded(now: .sample)
                }
            }

            let plans = try await database.driver.read { connection in
                try statements.map { try connection.plan(of: $0) }
            }

            #expect(plans.allSatisfy { $0.contains { $0.contains("incident_ending") } }, "\(plans)")
        }
    }
}

extension SQLDriver {
    /// Lets the database know its tables; what it counts of changes by itself, by which a server finds
    /// those that have grown, may be a second old.
    fileprivate func analyse() async throws {
        try await renewStatistics()
        guard dialect == .postgresql else { return }
        _ = try await write { try $0.execute("ANALYZE") }
    }
}
