import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The schema` {
    @Test func `has these tables and views`() async throws {
        try await TestDatabase.with { database in
            let names = try await database.write { try $0.tables(withViews: true) }

            let relations = ["incident_tag", "open_incident_tag"]
            #expect(
                names.filter { !relations.contains($0) } == [
                    "account", "acknowledgement", "alert_expiry", "change", "decision",
                    "deleted_profile", "delivery",
                    "destination", "escalation", "event",
                    "failed_attempt", "filter", "holiday_calendar",
                    "idempotency_key", "incident", "log_text", "maintenance_decision",
                    "maintenance_notice", "migration",
                    "notification_profile", "notification_profile_destination",
                    "notification_profile_filter", "outbox", "planned_maintenance",
                    "planned_maintenance_filter", "preference", "readable_event",
                    "readable_incident", "rule_change", "secret",
                    "session", "source_system", "source_system_type", "tag", "team",
                    "team_member", "team_override", "time_recurrence",
                    "timeslot",
                    "token",
                ])
            #expect(
                names.filter { relations.contains($0) }
                    == (database.kind == .sqlite ? relations : []))
        }
    }

    @Test func `is up to date once it was made`() async throws {
        try await TestDatabase.with { database in
            let accounts = try await database.reopened { try await $0.accounts.list() }

            #expect(accounts.count == 6)
        }
    }

    @Test func `keeps the timeslots that were there before nights were`() async throws {
        try await EmptyDatabase.with { database in
            try await database.open { driver in
                let before = DatabaseSchema.migrations.filter { $0.number < 16 }
                _ = try await Migrator(before).run(on: driver)
                try await driver.write { connection in
                    try connection.execute(
                        "INSERT INTO account (username, date_joined) VALUES ('a', 0)")
                    try connection.execute(
                        "INSERT INTO timeslot (account_id, name) SELECT id, 'x' FROM account")
                    for (days, start, end) in [("1,2", 0, 3_600_000_000), ("7", 5, 86_399_999_999)]
                    {
                        try connection.execute(
                            """
                            INSERT INTO time_recurrence (timeslot_id, days, start_time, end_time)
                            SELECT id, \(days), \(Int64(start)), \(Int64(end))
                            FROM timeslot
                            """)
                    }
                }

                #expect(try await DatabaseSchema.migrator.run(on: driver) == ["times"])

                let rows = try await driver.read { connection in
                    try connection.rows(
                        """
                        SELECT name, days, start_time, end_time, holidays
                        FROM timeslot
                        JOIN time_recurrence ON timeslot_id = timeslot.id
                        ORDER BY time_recurrence.id
                        """
                    ) { row in
                        "\(row.text()) \(row.text()) \(row.integer()) \(row.integer()) \(row.text())"
                    }
                }
                #expect(rows == ["x 1,2 0 3600000000 any", "x 7 5 86399999999 any"])
            }
        }
    }

    @Test(arguments: [
        "UPDATE incident SET level = 6", "UPDATE incident SET is_open = 2",
        "UPDATE incident SET start_time = NULL", "INSERT INTO tag (key, value) VALUES ('', 'x')",
        "UPDATE token SET kind = 'x'", "UPDATE account SET is_staff = 2",
        "UPDATE account SET is_viewer = 2",
        "UPDATE event SET type = 'XXX'", "INSERT INTO source_system_type (name) VALUES ('')",
        "UPDATE change SET kind = 'XXX'",
    ])
    func `keeps out what no program should write`(statement: String) async throws {
        try await TestDatabase.with { database in
            let new = try NewIncident.sample()
            let nav = database.cast.nav
            _ = try await database.operations.incidents.create(new, source: .own, by: nav.requester)

            await #expect(throws: SQLError.self) {
                try await database.write { try $0.execute(SQL(unsafe: statement)) }
            }
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql, "SQLite compares bytes anyhow"))
    func `orders every text by its bytes`() async throws {
        try await TestDatabase.with { database in
            let others = try await database.write { connection in
                try connection.rows(
                    """
                    SELECT CAST(attrelid::regclass AS text) || '.' || CAST(attname AS text)
                    FROM pg_attribute
                    JOIN pg_class ON pg_class.oid = attrelid
                    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                        AND attnum > 0 AND attcollation <> 0
                        AND attcollation <> (SELECT oid FROM pg_collation WHERE collname = 'C')
                    """
                ) { $0.text() }
            }

            #expect(others.isEmpty)
        }
    }

    @Test func `shows readable times to people`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.insert([
                .sample(endTime: .stateless), .sample(), .sample(endTime: .ended(.sample(60))),
            ])

            let times = try await database.write { connection in
                try connection.rows(
                    "SELECT start_time, end_time FROM readable_incident ORDER BY id"
                ) { [$0.text(), $0.text()] }
            }

            #expect(times.map(\.[0]) == Array(repeating: "2025-06-15 15:06:40", count: 3))
            #expect(times.map(\.[1]) == ["stateless", "infinity", "2025-06-15 15:07:40"])
        }
    }
}
