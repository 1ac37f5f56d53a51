import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `holiday_calendar`: which days are holidays for somebody.
package struct HolidayStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Finds somebody's holidays.
    package func find(of user: User.ID) throws -> OwnHolidays {
        try connection.first(
            "SELECT dates, events FROM holiday_calendar WHERE account_id = \(user)"
        ) { try OwnHolidays(row: &$0) } ?? OwnHolidays()
    }

    /// Everybody's holidays, of those who have some.
    package func list() throws -> [User.ID: OwnHolidays] {
        Dictionary(
            try connection.rows("SELECT account_id, dates, events FROM holiday_calendar") {
                ($0.id() as User.ID, try OwnHolidays(row: &$0))
            }
        ) { $1 }
    }

    /// Keeps somebody's holidays, in place of those before.
    package func set(_ holidays: OwnHolidays, of user: User.ID) throws {
        try RuleChangeStore(connection).note()
        let dates = try JSONColumn.write(holidays.dates.map(HolidayColumn.init))
        let events = try JSONColumn.write(holidays.events.map(HolidayColumn.init))
        try connection.execute(
            """
            INSERT INTO holiday_calendar (account_id, dates, events)
            VALUES (\(user), \(dates), \(events))
            ON CONFLICT (account_id)
            DO UPDATE SET dates = excluded.dates, events = excluded.events
            """)
    }
}

/// How a holiday stands in a column; times in microseconds on the wall clock.
private struct HolidayColumn: Codable {
    let name: String
    let start: Int64
    let end: Int64
    let hours: Bool?
    let zone: String?
    let until: Int?

    init(_ holiday: Holiday) {
        (name, start) = (holiday.name, holiday.start.microsecondsSinceEpoch)
        end = holiday.end.microsecondsSinceEpoch
        hours = holiday.isAllDay ? nil : true
        (zone, until) = (holiday.zone?.name, holiday.lastYear)
    }

    /// The holiday; a zone that the system no longer knows is taken for that of its owner.
    var holiday: Holiday {
        Holiday(
            name: name, start: CivilTime(microsecondsSinceEpoch: start),
            end: CivilTime(microsecondsSinceEpoch: end), isAllDay: hours != true,
            zone: zone.flatMap { Zone(named: $0) }, lastYear: until)
    }
}

extension OwnHolidays {
    fileprivate init(row: inout SQLRow) throws {
        self.init()
        dates = try (row.json() as [HolidayColumn]).map(\.holiday)
        events = try (row.json() as [HolidayColumn]).map(\.holiday)
    }
}
