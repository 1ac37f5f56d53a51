import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Synchronization
import Testing

@Suite struct `Moving data` {
    @Test func `copies every row with its key, and says what it has compared`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                let tables = try await DataMove(
                    from: source.driver, named: "here", to: target
                ).run(by: .console)

                #expect(tables.map(\.name) == StoredTable.all.map(\.name))
                for table in tables {
                    #expect(try await target.rows(of: table.name) == table.rows)
                    #expect(try await source.driver.rows(of: table.name) == table.rows)
                }
                let filled = Set(tables.filter { $0.rows > 0 }.map(\.name))
                #expect(filled.isSuperset(of: ["account", "token", "incident", "tag", "change"]))
                let events = try await source.driver.read { try $0.ids(of: "event") }
                #expect(try await target.read { try $0.ids(of: "event") } == events)
            }
        }
    }

    @Test func `lets incidents be found by their tags`() async throws {
        try await withFullDatabase { source in
            let strange = Tag(key: "path", value: "a\\b\nc=\\n")
            _ = try await source.create(
                .sample(endTime: .stateless, description: "strange", tags: [strange, "n=1"]))
            _ = try await source.create(.sample(description: "open", tags: ["n=1"]))
            try await withTargets { target in
                _ = try await DataMove(from: source.driver, named: "here", to: target).run(
                    by: .console)

                let there = try await Operations.open(target, clock: source.clock.clock)
                let filters: [(IncidentFilter, [String])] = [
                    (.tag("n=1"), ["open", "strange"]), (.tag(strange), ["strange"]),
                    (.all([.open(true), .tag("n=1")]), ["open"]),
                    (.tagged("path", .prefix("a\\b\n")), ["strange"]),
                ]
                for (filter, expected) in filters {
                    let page = try await there.operations.incidents.list(
                        filter, PageRequest(size: 10))
                    #expect(
                        page.items.map(\.incident.description).sorted() == expected, "\(filter)")
                }
            }
        }
    }

    @Test func `gives no key out again, not even one whose row is gone`() async throws {
        try await withFullDatabase { source in
            let last = try await source.create(.sample(description: "soon gone")).id
            try await source.driver.write { connection in
                _ = try connection.execute("DELETE FROM incident WHERE id = \(last.rawValue)")
            }
            try await withTargets { target in
                _ = try await DataMove(from: source.driver, named: "here", to: target).run(
                    by: .console)

                let there = try await Operations.open(target, clock: source.clock.clock)
                let next = try await there.operations.incidents.create(
                    .sample(), source: .own, by: source.cast.nav.requester
                ).performed()
                #expect(next.incident.id.rawValue == last.rawValue + 1)
            }
        }
    }

    @Test func `goes on where it was interrupted`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                // The schema, the mark, accounts, tokens, and what comes after them.
                for passes in [3, 4, 6, 8] {
                    let breaking = FailingDriver(
                        target, after: passes, with: SQLError.unavailable("gone"))
                    await #expect(throws: SQLError.unavailable("gone")) {
                        try await DataMove(from: source.driver, named: "here", to: breaking).run(
                            by: .console)
                    }
                }

                let told = Mutex<[DataMove.Progress]>([])
                let tables = try await DataMove(from: source.driver, named: "here", to: target)
                    .run(by: .console) { progress in told.withLock { $0.append(progress) } }

                let first = told.withLock(\.first)
                #expect(first?.table == "account")
                #expect(first?.done == first?.total)
                #expect(
                    try await target.rows(of: "incident")
                        == tables.first { $0.name == "incident" }?.rows)
            }
        }
    }

    @Test func `refuses a target that has something already`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                _ = try await DataMove(from: source.driver, named: "here", to: target).run(
                    by: .console)

                await #expect(throws: DataMove.Failure.notEmpty(table: "account")) {
                    try await DataMove(from: source.driver, named: "here", to: target).run(
                        by: .console)
                }
            }
        }
    }

    @Test func `is finished before anything else is moved or served there`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                let breaking = FailingDriver(target, after: 5, with: SQLError.unavailable("gone"))
                _ = try? await DataMove(from: source.driver, named: "here", to: breaking).run(
                    by: .console)

                await #expect(throws: DataMove.Failure.otherMove(from: "here")) {
                    try await DataMove(from: source.driver, named: "there", to: target).run(
                        by: .console)
                }
                await #expect(throws: DataMove.Failure.otherMove(from: "here")) {
                    try await Operations.open(target, clock: source.clock.clock)
                }
            }
        }
    }

    @Test func `says what to do if two move at once`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                let driver = source.driver
                let failures = await withTaskGroup { group in
                    for _ in 0..<2 {
                        group.addTask { () -> (any Error)? in
                            do {
                                _ = try await DataMove(from: driver, named: "here", to: target).run(
                                    by: .console)
                                return nil
                            } catch {
                                return error
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }

                #expect(failures.contains { $0 == nil }, "\(failures)")
                for failure in failures.compactMap(\.self) {
                    #expect(failure is DataMove.Failure, "\(failure)")
                }
            }
        }
    }

    @Test(arguments: [SQLError.foreignKeyViolation, .uniqueViolation(constraint: "x")])
    func `says what to do if rows come while they are copied`(error: SQLError) async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                let disturbed = FailingDriver(target, after: 5, with: error)

                let failure = try await #require(throws: DataMove.Failure.self) {
                    try await DataMove(from: source.driver, named: "here", to: disturbed).run(
                        by: .console)
                }

                guard case .written = failure else {
                    Issue.record("\(failure)")
                    return
                }
                #expect(failure.description.contains("end every server that uses either"))
            }
        }
    }

    @Test func `fails if the two sides are not the same in the end`() async throws {
        try await withFullDatabase { source in
            try await withTargets { target in
                let breaking = FailingDriver(target, after: 5, with: SQLError.unavailable("gone"))
                _ = try? await DataMove(from: source.driver, named: "here", to: breaking).run(
                    by: .console)
                try await target.write {
                    _ = try $0.execute("UPDATE account SET email = 'x@example.org'")
                }

                let count = try await source.driver.rows(of: "account")
                await #expect(
                    throws: DataMove.Failure.different(
                        table: "account", source: count, target: count)
                ) {
                    try await DataMove(from: source.driver, named: "here", to: target).run(
                        by: .console)
                }
            }
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql, "SQLite takes all lengths"))
    func `tells before it begins which texts the target cannot take`() async throws {
        try await TemporaryFolder.with { folder in
            let source = try SQLiteDriver(path: folder.file("source.db"))
            let incident = try await source.withLongTexts()
            try await EmptyDatabase.with { database in
                try await database.open { target in
                    let move = DataMove(from: source, named: "here", to: target)

                    let failure = try await #require(throws: DataMove.Failure.self) {
                        try await move.run(by: .console)
                    }
                    #expect(
                        failure.description
                            == "PostgreSQL cannot take these texts, so nothing was moved; shorten or "
                            + "remove them in the source, and move again: the source_incident_id of "
                            + "incident \(incident) (3200 bytes); the tag 1, k=…, of incidents "
                            + "\(incident) (3202 bytes).")
                    #expect(try await target.rows(of: "account") == 0)

                    try await source.write { try $0.removeLongTexts() }
                    #expect(try await move.run(by: .console).count == StoredTable.all.count)
                }
            }
            try source.close()
        }
    }

    @Test func `knows every table that the migrations make`() async throws {
        try await TestDatabase.with { database in
            let names: [String] = try await database.driver.read { connection in
                switch connection.dialect {
                case .sqlite:
                    try connection.rows(
                        """
                        SELECT name FROM sqlite_master
                        WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                        """
                    ) { $0.text() }
                case .postgresql:
                    try connection.rows(
                        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
                    ) { $0.text() }
                }
            }

            let derived = database.kind == .sqlite ? StoredTable.derived : []
            #expect(Set(names) == Set(StoredTable.all.map(\.name) + derived + ["migration"]))
        }
    }
}

/// Makes a database with more than a step's worth of rows, and some of most kinds.
private func withFullDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
    try await TestDatabase.with { database in
        for number in 0..<3 {
            _ = try await database.create(.sample(description: "down \(number)"))
        }
        try await database.driver.write { connection in
            for number in 0..<1200 {
                try connection.execute(
                    "INSERT INTO tag (key, value) VALUES ('serial', \("\(number)"))")
            }
        }
        try await body(database)
    }
}

/// Lets a body move into an empty database of each kind that there is in this run.
private func withTargets(_ body: (any SQLDriver) async throws -> Void) async throws {
    try await TemporaryFolder.with { folder in
        let file = try SQLiteDriver(path: folder.file("target.db"))
        try await body(file)
        try file.close()
    }
    guard EmptyDatabase.Kind.current != .sqlite else { return }
    try await EmptyDatabase.with { database in try await database.open { try await body($0) } }
}

extension SQLDriver {
    fileprivate func rows(of table: String) async throws -> Int {
        try await read { connection in
            try connection.first("SELECT count(*) FROM \(SQL(unsafe: table))") { Int($0.integer()) }
                ?? 0
        }
    }
}

extension SQLConnection {
    fileprivate func ids(of table: String) throws -> [Int64] {
        try rows("SELECT id FROM \(SQL(unsafe: table)) ORDER BY id") { $0.integer() }
    }
}

extension SQLiteDriver {
    /// Fills it as an earlier version would have: with texts that are refused today.
    fileprivate func withLongTexts() async throws -> Int64 {
        let operations = try await Operations.open(self, clock: ManualClock().clock).operations
        let nav = try await Cast.Source.make("nav", in: operations)
        return try await write { connection in
            var random = SeededGenerator(seed: 1)
            let letters = String((0..<3200).map { _ in random.pick(Array("abcdefghijklmnopqrst")) })
            let id = try IncidentStore(connection).insert(
                .sample(tags: [Tag(key: "k", value: letters)]), of: nav.id,
                tagsAddedBy: nav.user.id, now: .sample
            )?.id.rawValue
            try connection.execute("UPDATE incident SET source_incident_id = \(letters)")
            return id ?? 0
        }
    }
}

extension SQLConnection {
    fileprivate func removeLongTexts() throws {
        try execute("UPDATE incident SET source_incident_id = 'short', tags = ''")
        try execute("DELETE FROM tag")
    }
}
