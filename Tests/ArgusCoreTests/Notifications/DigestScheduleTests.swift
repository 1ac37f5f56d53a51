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
        schedule.due(after: try Timestamp(text, in: .utc), work, in: oslo)?.text(in: .utc)
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

    @Test func `is never where the timeslot never begins`() {
        let never = Timeslot(id: 1, user: 1, name: "never", recurrences: [])
        #expect(never.nextStart(after: .sample, in: oslo) == nil)
    }
}
