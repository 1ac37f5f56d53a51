import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A timeslot` {
    private func timeslot(_ recurrences: TimeRecurrence...) -> Timeslot {
        Timeslot(id: 1, user: 1, name: "work", recurrences: recurrences)
    }

    private func moment(_ text: String) throws -> Timestamp {
        try Timestamp(text, in: .utc)
    }

    private func work() throws -> TimeRecurrence {
        try TimeRecurrence(
            days: [5, 1, 2, 3, 4, 4], start: TimeOfDay("08:00") ?? .midnight,
            end: TimeOfDay("16:00") ?? .midnight)
    }

    @Test(arguments: [
        ("2025-06-13T08:00:00Z", true), ("2025-06-13T16:00:00Z", true),
        ("2025-06-13T16:00:00.000001Z", false), ("2025-06-13T07:59:59.999999Z", false),
        ("2025-06-14T12:00:00Z", false), ("2025-06-16T12:00:00Z", true),
    ])
    func `covers its hours on its weekdays, both ends included`(
        text: String, isCovered: Bool
    ) throws {
        #expect(try timeslot(work()).covers(moment(text), in: .utc) == isCovered)
    }

    @Test(arguments: [
        ("2025-06-15T22:30:00Z", true),  // Monday 00:30 in Oslo
        ("2025-06-16T21:59:59.999999Z", true), ("2025-06-16T22:00:00Z", false),
        ("2025-01-05T23:00:00Z", true), ("2025-01-05T22:59:59Z", false),
    ])
    func `is read off the wall clocks of a zone, summer and winter`(
        text: String, isCovered: Bool
    ) throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        let monday = try TimeRecurrence(days: [1], start: .midnight, end: .lastOfDay)

        #expect(try timeslot(monday).covers(moment(text), in: oslo) == isCovered)
    }

    @Test func `covers nothing without recurrences, and everything with the one of every account`()
        throws
    {
        let always = timeslot(.always)
        for hours in 0..<200 {
            let moment = Timestamp.sample.advanced(by: .seconds(hours * 3600))
            #expect(always.covers(moment, in: .utc))
            #expect(!timeslot().covers(moment, in: .utc))
        }
    }

    @Test func `has each weekday once, in order`() throws {
        #expect(try work().days == [1, 2, 3, 4, 5])
        #expect(TimeRecurrence.always.isAllDay)
        #expect(try !work().isAllDay)
    }

    @Test func `without days covers nothing`() throws {
        let never = try TimeRecurrence(days: [], start: .midnight, end: .lastOfDay)

        for hours in 0..<200 {
            let moment = Timestamp.sample.advanced(by: .seconds(hours * 3600))
            #expect(!timeslot(never).covers(moment, in: .utc))
        }
    }

    @Test func `refuses a start that is not before the end`() throws {
        let noon = try #require(TimeOfDay("12:00"))
        #expect(
            throws: Refusal.invalid(Problems.whole, .order(.recurrence))
        ) {
            try TimeRecurrence(days: [1], start: noon, end: noon)
        }
    }
}
