import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `timeslot` and `time_recurrence`.
package struct TimeslotStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Stores a timeslot; refused if its owner has one of that name.
    package func insert(_ new: NewTimeslot, of user: User) throws -> Timeslot.ID {
        let id: Timeslot.ID
        do {
            id =
                try connection.first(
                    """
                    INSERT INTO timeslot (account_id, name)
                    VALUES (\(user.id), \(new.name))
                    RETURNING id
                    """
                ) { $0.id() } ?? Timeslot.ID(0)
        } catch SQLError.uniqueViolation {
            throw Refusal.taken("name", .name(new.name, of: .timeslot, by: user.username))
        }
        try insert(new.recurrences, in: id)
        return id
    }

    private func insert(_ recurrences: [TimeRecurrence], in id: Timeslot.ID) throws {
        guard !recurrences.isEmpty else { return }
        let rows: [SQL] = recurrences.map { recurrence in
            // The column is never empty, so a hyphen stands for no day.
            let days =
                recurrence.days.isEmpty ? "-" : recurrence.days.map(String.init).joined()
            let (start, end) = (recurrence.start.microseconds, recurrence.end.microseconds)
            return "(\(id), \(days), \(start), \(end), \(recurrence.holidays.rawValue))"
        }
        try connection.execute(
            """
            INSERT INTO time_recurrence (timeslot_id, days, start_time, end_time, holidays)
            VALUES \(SQL(rows, joined: ", "))
            """)
    }

    /// Finds a timeslot by its primary key.
    package func find(_ id: Timeslot.ID) throws -> Timeslot? {
        try find([id]).first
    }

    /// Finds timeslots by their primary keys.
    package func find(_ ids: Set<Timeslot.ID>) throws -> [Timeslot] {
        try timeslots("id IN \(list: Array(ids))")
    }

    /// Lists everybody's timeslots by name.
    package func list() throws -> [Timeslot] {
        try timeslots("1 = 1")
    }

    /// Lists somebody's timeslots by name.
    package func list(of user: User.ID) throws -> [Timeslot] {
        try timeslots("account_id = \(user)")
    }

    private func timeslots(_ condition: SQL) throws -> [Timeslot] {
        let recurrences = try connection.rows(
            """
            SELECT timeslot_id, days, start_time, end_time, holidays
            FROM time_recurrence
            WHERE timeslot_id IN (SELECT id FROM timeslot WHERE \(condition))
            ORDER BY timeslot_id, id
            """
        ) { (timeslot: $0.id() as Timeslot.ID, recurrence: try TimeRecurrence(row: &$0)) }
        let byTimeslot = Dictionary(grouping: recurrences, by: \.timeslot)
        return try connection.rows(
            """
            SELECT id, account_id, name
            FROM timeslot
            WHERE \(condition)
            ORDER BY name, id
            """
        ) { row in
            let id: Timeslot.ID = row.id()
            return Timeslot(
                id: id, user: row.id(), name: row.text(),
                recurrences: byTimeslot[id]?.map(\.recurrence) ?? [])
        }
    }

    /// Stores a changed timeslot; refused if its owner has another one of that name.
    package func update(_ timeslot: Timeslot, from old: Timeslot, of user: User) throws {
        try RuleChangeStore(connection).note()
        do {
            try connection.execute(
                "UPDATE timeslot SET name = \(timeslot.name) WHERE id = \(timeslot.id)")
        } catch SQLError.uniqueViolation {
            throw Refusal.taken(
                "name", .name(timeslot.name, of: .timeslot, by: user.username))
        }
        guard timeslot.recurrences != old.recurrences else { return }
        try connection.execute("DELETE FROM time_recurrence WHERE timeslot_id = \(timeslot.id)")
        try insert(timeslot.recurrences, in: timeslot.id)
    }

    /// Removes a timeslot, with the notification profiles that use it.
    package func delete(_ id: Timeslot.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM timeslot WHERE id = \(id)")
    }
}

extension TimeRecurrence {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            days: row.text().compactMap(\.wholeNumberValue),
            from: TimeOfDay(microseconds: row.integer()),
            until: TimeOfDay(microseconds: row.integer()), holidays: try row.word())
    }
}
