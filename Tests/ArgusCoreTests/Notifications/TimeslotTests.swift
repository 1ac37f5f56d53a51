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

    private func night(
        _ days: [Int], _ start: String = "22:00", _ end: String = "06:00",
        _ holidays: TimeRecurrence.HolidayRule = .any
    ) throws -> TimeRecurrence {
        TimeRecurrence(
            days: days, from: try #require(TimeOfDay(start)), until: try #require(TimeOfDay(end)),
            holidays: holidays)
    }

    @Test(arguments: [
        ("2025-06-13T21:59:59Z", false), ("2025-06-13T22:00:00Z", true),  // a Friday
        ("2025-06-14T06:00:00Z", true), ("2025-06-14T06:00:01Z", false),
        ("2025-06-14T23:00:00Z", false), ("2025-06-13T05:00:00Z", false),
    ])
    func `goes on until the next day if a row ends before it starts`(
        text: String, isCovered: Bool
    ) throws {
        #expect(try timeslot(night([5])).covers(moment(text), in: .utc) == isCovered)
    }

    @Test func `lasts a day and a night if a row ends when it starts`() throws {
        let slot = timeslot(try night([7], "08:00", "08:00"))
        #expect(slot.covers(try moment("2025-06-16T08:00:00Z"), in: .utc))
        #expect(!slot.covers(try moment("2025-06-16T08:00:01Z"), in: .utc))
        #expect(!slot.covers(try moment("2025-06-15T07:59:59Z"), in: .utc))
    }

    @Test(arguments: [
        // In the night to 29 March 2026 clocks go from two to three.
        ("2026-03-29T00:59:59Z", true), ("2026-03-29T01:00:00Z", false),
        // In the night to 25 October 2026 they go from three back to two.
        ("2026-10-24T23:59:59Z", false), ("2026-10-25T00:15:00Z", true),
        ("2026-10-25T01:15:00Z", true), ("2026-10-25T01:30:01Z", false),
    ])
    func `covers what wall clocks show twice both times, and never what they do not show`(
        text: String, isCovered: Bool
    ) throws {
        let oslo = try Zone.fixed("Europe/Oslo")
        // In March until half past two, which is not shown; in October from two until then.
        let start = text.contains("-03-") ? "22:00" : "02:00"
        let days = text.contains("-03-") ? [6] : [7]
        let slot = timeslot(try night(days, start, "02:30"))

        #expect(slot.covers(try moment(text), in: oslo) == isCovered)
    }

    @Test func `counts holidays by the day on which a row begins`() throws {
        // 17 May 2025 is a Saturday.
        let day = try #require(CivilTime(date: "2025-05-17"))
        let holidays = HolidayCalendar([Holiday("Constitution", on: day)])
        func answer(_ rule: TimeRecurrence.HolidayRule, _ text: String) throws -> Timeslot.Answer {
            let slot = timeslot(try night(Array(1...7), "22:00", "06:00", rule))
            return slot.answer(try moment(text), in: .utc, holidays)
        }

        // The morning of the holiday belongs to the night before.
        #expect(try answer(.except, "2025-05-17T05:00:00Z") == .covered)
        #expect(try answer(.except, "2025-05-17T23:00:00Z") == .holiday("Constitution"))
        #expect(try answer(.except, "2025-05-18T05:00:00Z") == .holiday("Constitution"))
        #expect(try answer(.only, "2025-05-17T05:00:00Z") == .outside)
        #expect(try answer(.only, "2025-05-18T05:00:00Z") == .covered)
        #expect(try answer(.any, "2025-05-18T05:00:00Z") == .covered)
        #expect(try answer(.except, "2025-05-18T12:00:00Z") == .outside)
    }

    @Test func `is for the office except on holidays, and on call on them too`() throws {
        let holidays = HolidayCalendar([
            Holiday("Christmas", on: try #require(CivilTime(date: "2025-12-25")))
        ])
        let office = timeslot(try night([1, 2, 3, 4, 5], "08:00", "16:00", .except))
        let onCall = timeslot(
            try night([1, 2, 3, 4, 5], "16:00", "08:00"), try night([6, 7], "08:00", "08:00"),
            try night([1, 2, 3, 4, 5], "08:00", "16:00", .only))
        for hour in 0..<(10 * 24) {
            let moment = try moment("2025-12-20T00:30:00Z") + .seconds(hour * 3600)
            let (atWork, called) = (
                office.covers(moment, in: .utc, holidays), onCall.covers(moment, in: .utc, holidays)
            )
            #expect(atWork != called, "\(moment.text())")
        }
    }

    @Test func `is shown as evenings and mornings to those who know of no nights`() throws {
        let row = try night([5, 7])
        #expect(
            row.simple == [
                try night([5, 7], "22:00", "23:59:59.999999"), try night([1, 6], "00:00", "06:00"),
            ])
        #expect(try night([5], "22:00", "00:00").simple.count == 1)
        #expect(try night([5], "22:00", "06:00", .only).simple.isEmpty)
    }

    @Test func `stays what it was where those give back what they were shown`() throws {
        let rows = [
            try night([5]), try night([1], "08:00", "16:00", .except),
            try night([1], "09:00", "10:00", .only),
        ]
        let slot = Timeslot(id: 1, user: 1, name: "a", recurrences: rows)
        let shown = rows.flatMap(\.simple)
        func changed(_ rows: [TimeRecurrence]) -> [TimeRecurrence] {
            slot.changed(TimeslotChange(recurrences: rows, areSimple: true)).recurrences
        }
        let more = try night([2], "08:00", "16:00")

        #expect(changed(shown) == rows)
        #expect(changed(shown + [more]) == rows + [more])
        #expect(changed(Array(shown.dropFirst())) == [rows[1], rows[2], shown[1]])
        #expect(changed([]) == [rows[2]])
    }

    /// The obvious way: each of some days before has a span of wall-clock time.
    @Test func `covers what a look at each span of each day says`() throws {
        var generator = SeededGenerator(seed: 9)
        func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
        for zone in [Zone.utc, try .fixed("Europe/Oslo"), try .fixed("Australia/Lord_Howe")] {
            for _ in 0..<200 {
                let (from, until) = (number(0...47), number(0...47))
                let days = (1...7).filter { _ in number(0...1) == 1 }
                func time(_ half: Int) -> TimeOfDay {
                    TimeOfDay(microseconds: Int64(half) * 1_800_000_000)
                }
                let row = TimeRecurrence(days: days, from: time(from), until: time(until))
                let moment =
                    try moment("2026-03-01T00:00:00Z")
                    + .seconds(900 * number(0...(96 * 260)))
                let wall = zone.civilTime(at: moment)
                var isExpected = false
                for back in 0...2 {
                    let day = CivilTime(dayNumber: wall.dayNumber - back)
                    let midnight = day.microsecondsSinceEpoch
                    let start = midnight + time(from).microseconds
                    let end =
                        midnight + time(until).microseconds + (until <= from ? 86_400_000_000 : 0)
                    if days.contains(day.weekday),
                        (start...end).contains(wall.microsecondsSinceEpoch)
                    {
                        isExpected = true
                    }
                }
                #expect(timeslot(row).covers(moment, in: zone) == isExpected)
            }
        }
    }
}
