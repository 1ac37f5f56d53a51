import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusCore

@Suite struct `When a digest is told` {
    private let oslo: Zone
    private let work: Timeslot

    init() throws {
        oslo = try #require(Zone(named: "Europe/Oslo"))
        work = Timeslot(
            id: 1, user: 1, name: "work",
            recurrences: [
                try TimeRecurrence(
                    days: [1, 2, 3, 4, 5], start: try #require(TimeOfDay("08:00")),
                    end: try #require(TimeOfDay("16:00")))
            ])
    }

    private func due(_ schedule: DigestSchedule, after text: String) throws -> String? {
        schedule.due(after: try Timestamp(text, in: .utc), work, in: oslo, .empty)?.text(in: .utc)
    }

    @Test(arguments: [
        ("2026-03-27T06:59:59Z", "2026-03-27T07:00:00Z"),
        ("2026-03-27T07:00:00Z", "2026-03-27T15:00:00Z"),
        // Until the clocks are put forward in the night.
        ("2026-03-28T15:00:00Z", "2026-03-29T06:00:00Z"),
    ])
    func `is the next of the times of a day`(text: String, expected: String) throws {
        let times = [TimeOfDay("08:00"), TimeOfDay("16:00")].compactMap(\.self)
        #expect(try due(.times(times), after: text) == expected)
    }

    @Test(arguments: [
        ("2026-03-27T06:59:59Z", "2026-03-27T07:00:00Z"),
        ("2026-03-27T07:00:00Z", "2026-03-27T11:00:00Z"),
        ("2026-03-27T22:00:00Z", "2026-03-27T23:00:00Z"),
    ])
    func `is every so long from midnight on`(text: String, expected: String) throws {
        #expect(try due(.every(.seconds(4 * 3600)), after: text) == expected)
    }

    @Test func `is when the timeslot begins again, and at once while it lasts`() throws {
        #expect(
            try due(.timeslotStart, after: "2026-03-27T15:00:01Z") == "2026-03-30T06:00:00Z")
        #expect(
            try due(.timeslotStart, after: "2026-03-27T03:00:00Z") == "2026-03-27T07:00:00Z")
        #expect(try due(.timeslotStart, after: "2026-03-27T12:00:00Z") == nil)
    }

    @Test func `is not on a holiday that the timeslot leaves out`() throws {
        let monday = Holiday("Påskeaften", on: CivilTime(year: 2026, month: 3, day: 30))
        let nights = Timeslot(
            id: 1, user: 1, name: "nights",
            recurrences: [
                TimeRecurrence(
                    days: [1, 2, 3, 4, 5], from: try #require(TimeOfDay("22:00")),
                    until: try #require(TimeOfDay("06:00")), holidays: .except)
            ])
        let next = { (text: String) in
            DigestSchedule.timeslotStart.due(
                after: try Timestamp(text, in: .utc), nights, in: oslo, HolidayCalendar([monday]))?
                .text(in: .utc)
        }

        #expect(try next("2026-03-30T12:00:00Z") == "2026-03-31T20:00:00Z")
        #expect(try next("2026-03-31T12:00:00Z") == "2026-03-31T20:00:00Z")
        // The night that began on the day before goes on.
        #expect(try next("2026-04-01T03:00:00Z") == nil)
    }

    @Test(
        arguments: [
            // Left out for some hours of the day, or only for these.
            (.except, "2026-12-24T08:00:00Z", "2026-12-24T12:00:00Z"),
            (.only, "2026-12-24T05:00:00Z", "2026-12-24T07:00:00Z"),
            (.only, "2026-12-24T13:00:00Z", nil),
        ] as [(TimeRecurrence.HolidayRule, String, String?)])
    func `is in the middle of a day with holidays of some hours`(
        rule: TimeRecurrence.HolidayRule, text: String, expected: String?
    ) throws {
        let eve = Holiday(
            name: "Eve", start: CivilTime(year: 2026, month: 12, day: 24, hour: 7),
            end: CivilTime(year: 2026, month: 12, day: 24, hour: 12), isAllDay: false)
        let days = Timeslot(
            id: 1, user: 1, name: "days",
            recurrences: [
                TimeRecurrence(
                    days: Array(1...7), from: .midnight, until: .lastOfDay, holidays: rule)
            ])
        let next = days.nextStart(
            after: try Timestamp(text, in: .utc), in: .utc, HolidayCalendar([eve]))
        #expect(next?.text(in: .utc) == expected)
    }

    @Test func `is never where the timeslot never begins`() {
        let never = Timeslot(id: 1, user: 1, name: "never", recurrences: [])
        #expect(never.nextStart(after: .sample, in: oslo) == nil)
    }
}
