import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Windows of maintenance that comes again` {
    private func windows(
        _ rule: String, from start: String, to end: String, in zone: Zone,
        stopped: Timestamp? = nil
    ) throws -> MaintenanceWindows {
        let first = MaintenanceWindow(
            start: try Timestamp(start, in: zone), end: try Timestamp(end, in: zone))
        return MaintenanceWindows(
            first, MaintenanceRecurrence(try RecurrenceRule(rule), in: zone), stopped: stopped)
    }

    /// The starts of the first windows, as wall clocks show them.
    private func starts(_ windows: MaintenanceWindows, in zone: Zone, _ count: Int = 4) -> [String]
    {
        var starts: [String] = []
        var moment = Timestamp(unixSeconds: 0)
        while starts.count < count, let window = windows.window(notOverBefore: moment) {
            starts.append(String(window.start.text(in: zone).prefix(16)))
            moment = window.end + .microseconds(1)
        }
        return starts
    }

    @Test(arguments: [
        ("FREQ=DAILY", ["2026-01-11T01", "2026-01-12T01", "2026-01-13T01", "2026-01-14T01"]),
        (
            "FREQ=DAILY;INTERVAL=30",
            ["2026-01-11T01", "2026-02-10T01", "2026-03-12T01", "2026-04-11T01"]
        ),
        (
            "FREQ=WEEKLY;BYDAY=SU,WE",
            ["2026-01-11T01", "2026-01-14T01", "2026-01-18T01", "2026-01-21T01"]
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE",
            ["2026-01-11T01", "2026-01-21T01", "2026-01-25T01", "2026-02-04T01"]
        ),
        (
            "FREQ=MONTHLY;BYDAY=2SU",
            ["2026-01-11T01", "2026-02-08T01", "2026-03-08T01", "2026-04-12T01"]
        ),
        (
            "FREQ=MONTHLY;BYDAY=2SU,-1FR",
            ["2026-01-11T01", "2026-01-30T01", "2026-02-08T01", "2026-02-27T01"]
        ),
        (
            "FREQ=MONTHLY;BYDAY=2SU,5SA",
            ["2026-01-11T01", "2026-01-31T01", "2026-02-08T01", "2026-03-08T01"]
        ),
        ("FREQ=DAILY;COUNT=2", ["2026-01-11T01", "2026-01-12T01"]),
        ("FREQ=DAILY;UNTIL=20260113", ["2026-01-11T01", "2026-01-12T01", "2026-01-13T01"]),
        ("FREQ=DAILY;UNTIL=20260113T000000Z", ["2026-01-11T01", "2026-01-12T01", "2026-01-13T01"]),
        ("FREQ=DAILY;UNTIL=20260112T235959Z", ["2026-01-11T01", "2026-01-12T01"]),
    ])
    func `begin on the days of the rule, at the same time`(rule: String, days: [String]) throws {
        let oslo = try Zone.fixed("Europe/Oslo")
        let windows = try windows(
            rule, from: "2026-01-11T01:00", to: "2026-01-11T05:00", in: oslo)

        #expect(starts(windows, in: oslo) == days.map { "\($0):00" })
    }

    @Test func `keep to the wall clock when clocks are changed, each as long as the first`() throws
    {
        let oslo = try Zone.fixed("Europe/Oslo")
        let daily = try windows(
            "FREQ=DAILY", from: "2026-03-28T02:30", to: "2026-03-28T03:30", in: oslo)
        // On 29 March there is no half past two, so it is as if clocks had not been changed yet.
        let spring = try #require(
            daily.window(notOverBefore: try Timestamp("2026-03-28T12:00", in: oslo)))
        #expect(spring.start == (try Timestamp("2026-03-29T01:30Z", in: .utc)))
        #expect(spring.end - spring.start == .seconds(3600))
        // On 25 October there are two, of which the first counts.
        let autumn = try #require(
            daily.window(notOverBefore: try Timestamp("2026-10-24T12:00", in: oslo)))
        #expect(autumn.start == (try Timestamp("2026-10-25T00:30Z", in: .utc)))
        #expect(!daily.covers(try Timestamp("2026-10-25T01:45Z", in: .utc)))
        #expect(daily.covers(try Timestamp("2026-10-26T01:45Z", in: .utc)))
    }

    @Test func `are none after they were stopped`() throws {
        let stop = try Timestamp("2026-01-12T03:00", in: .utc)
        let windows = try windows(
            "FREQ=DAILY", from: "2026-01-11T01:00", to: "2026-01-11T05:00", in: .utc,
            stopped: stop)

        #expect(windows.end == stop)
        #expect(windows.covers(stop) && !windows.covers(stop + .seconds(60)))
        #expect(windows.window(notOverBefore: stop + .seconds(1)) == nil)
        #expect(windows.window(at: stop + .seconds(99_999)).end == stop)
    }

    @Test func `that come rarely are found, and so is the last`() throws {
        let rare = try windows(
            "FREQ=MONTHLY;INTERVAL=12;BYDAY=5SU;COUNT=3", from: "2032-02-29T01:00",
            to: "2032-02-29T02:00", in: .utc)

        #expect(
            starts(rare, in: .utc, 9).map { $0.prefix(10) } == [
                "2032-02-29", "2060-02-29", "2088-02-29",
            ])
        #expect(rare.end == (try Timestamp("2088-02-29T02:00", in: .utc)))
        #expect(rare.window(at: Timestamp.infinity - .seconds(1)).end == rare.end)
        #expect(!rare.covers(.distantPast) && !rare.covers(.infinity))
    }

    /// The obvious way: look at each day since the first.
    private struct Evaluator {
        let rule: RecurrenceRule
        let first: MaintenanceWindow
        let zone: Zone
        let until: Timestamp

        func covers(_ moment: Timestamp) -> Bool {
            let start = zone.civilTime(at: first.start)
            var day = start
            while zone.moment(of: day) <= moment + .seconds(2 * 86_400) {
                let begins = zone.moment(of: day)
                if begins <= until, isDay(day, start), begins <= moment,
                    moment <= begins + (first.end - first.start)
                {
                    return true
                }
                day = CivilTime(microsecondsSinceEpoch: day.microsecondsSinceEpoch + 86_400_000_000)
            }
            return false
        }

        private func isDay(_ day: CivilTime, _ start: CivilTime) -> Bool {
            let days = (day.microsecondsSinceEpoch - start.microsecondsSinceEpoch) / 86_400_000_000
            let months = (day.year - start.year) * 12 + day.month - start.month
            switch rule.frequency {
            case .daily: return days % Int64(rule.interval) == 0
            case .weekly(let weekdays):
                let weeks = (Int(days) + start.weekday - 1) / 7
                return weeks % rule.interval == 0
                    && (weekdays.isEmpty ? [start.weekday] : weekdays).contains(day.weekday)
            case .monthly:
                // Rules of the second Sunday only.
                return months % rule.interval == 0 && day.weekday == 7 && (8...14).contains(day.day)
            }
        }
    }

    @Test(arguments: [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=SU,TU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,SA", "FREQ=MONTHLY;BYDAY=2SU",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2SU", "FREQ=DAILY;UNTIL=20260501T000000Z",
    ])
    func `cover what a look at each day says`(text: String) throws {
        var generator = SeededGenerator(seed: 3)
        let rule = try RecurrenceRule(text)
        for zone in [Zone.utc, try .fixed("Europe/Oslo"), try .fixed("Australia/Lord_Howe")] {
            for hours in [1, 26, 24 * 9] as [Int64] {
                let start = try Timestamp("2026-01-11T02:30", in: zone)
                let first = MaintenanceWindow(start: start, end: start + .seconds(hours * 3600))
                let windows = MaintenanceWindows(first, MaintenanceRecurrence(rule, in: zone))
                let until =
                    text.contains("UNTIL")
                    ? try Timestamp("2026-05-01T00:00Z", in: .utc) : Timestamp.infinity
                let slow = Evaluator(rule: rule, first: first, zone: zone, until: until)
                for _ in 0..<60 {
                    let seconds = Int64.random(in: -86_400...(300 * 86_400), using: &generator)
                    let moment = start + .seconds(seconds / 1800 * 1800)
                    #expect(
                        windows.covers(moment) == slow.covers(moment),
                        "\(text) \(zone.name) \(hours) \(moment.text(in: zone))")
                }
            }
        }
    }
}
