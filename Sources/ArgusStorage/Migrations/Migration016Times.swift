import ArgusSQL

extension DatabaseSchema {
    /// Nights in timeslots, holidays, and maintenance that comes again and of whose end is told.
    static func times(_ dialect: Dialect) -> [SQL] {
        timeRecurrences + holidays + recurringMaintenance + notices
    }

    /// The table is made anew, since the rule that the start comes before the end cannot be taken away:
    /// an end that is not after the start is on the next day.
    private static let timeRecurrences: [SQL] = [
        """
        CREATE TABLE new_time_recurrence (
            id INTEGER NOT NULL PRIMARY KEY,
            timeslot_id INTEGER NOT NULL REFERENCES timeslot (id) ON DELETE CASCADE,
            days TEXT NOT NULL CHECK (days <> ''),
            start_time INTEGER NOT NULL CHECK (start_time BETWEEN 0 AND 86399999999),
            end_time INTEGER NOT NULL CHECK (end_time BETWEEN 0 AND 86399999999),
            holidays TEXT NOT NULL DEFAULT 'any' CHECK (holidays IN ('any', 'except', 'only'))
        ) STRICT
        """,
        """
        INSERT INTO new_time_recurrence (timeslot_id, days, start_time, end_time)
        SELECT timeslot_id, days, start_time, end_time
        FROM time_recurrence
        ORDER BY id
        """,
        "DROP TABLE time_recurrence",
        "ALTER TABLE new_time_recurrence RENAME TO time_recurrence",
        "CREATE INDEX time_recurrence_timeslot ON time_recurrence (timeslot_id, id)",
    ]

    /// `dates` and `events` are JSON: days that somebody named, and what a calendar file had.
    private static let holidays: [SQL] = [
        """
        CREATE TABLE holiday_calendar (
            account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
            dates TEXT NOT NULL DEFAULT '[]',
            events TEXT NOT NULL DEFAULT '[]'
        ) STRICT
        """
    ]

    /// `rule` is a recurrence rule of iCalendar, NULL for what does not come again.
    ///
    /// `start_time` and `end_time` are those of the first window then; the zone goes by its name.
    private static let recurringMaintenance: [SQL] = [
        "ALTER TABLE planned_maintenance ADD COLUMN rule TEXT",
        "ALTER TABLE planned_maintenance ADD COLUMN time_zone TEXT",
        "ALTER TABLE planned_maintenance ADD COLUMN stopped INTEGER",
        "ALTER TABLE planned_maintenance ADD COLUMN warning INTEGER CHECK (warning > 0)",
        """
        ALTER TABLE planned_maintenance
        ADD COLUMN tells_of_open INTEGER NOT NULL DEFAULT 0 CHECK (tells_of_open IN (0, 1))
        """,
    ]

    /// A row is there once it is decided who is told of the end of a window, so that no other server
    /// tells it again; `verdicts` is JSON, as in `decision`.
    private static let notices: [SQL] = [
        """
        CREATE TABLE maintenance_notice (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            planned_maintenance_id INTEGER NOT NULL
                REFERENCES planned_maintenance (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('warning', 'end')),
            window_end INTEGER NOT NULL,
            created INTEGER NOT NULL,
            UNIQUE (planned_maintenance_id, window_end, kind)
        ) STRICT
        """,
        "CREATE INDEX maintenance_notice_created ON maintenance_notice (created)",
        """
        CREATE TABLE maintenance_decision (
            notice_id INTEGER NOT NULL REFERENCES maintenance_notice (id) ON DELETE CASCADE,
            event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
            verdicts TEXT NOT NULL,
            PRIMARY KEY (notice_id, event_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX maintenance_decision_event ON maintenance_decision (event_id)",
        """
        ALTER TABLE delivery
        ADD COLUMN notice_id INTEGER REFERENCES maintenance_notice (id) ON DELETE SET NULL
        """,
        "CREATE INDEX delivery_notice ON delivery (notice_id) WHERE notice_id IS NOT NULL",
    ]
}
