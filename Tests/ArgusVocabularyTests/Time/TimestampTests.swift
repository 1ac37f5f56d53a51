import ArgusVocabulary
import Testing

@Suite struct `A written time` {
    static let cases: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00Z"),
        (1, "1970-01-01T00:00:00.000001Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (500_000, "1970-01-01T00:00:00.500000Z"),
        (1_709_164_800_000_000, "2024-02-29T00:00:00Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        (-62_104_060_800_000_000, "0002-01-01T00:00:00Z"),
        (.max, "infinity"),
    ]

    @Test(arguments: cases)
    func `has microseconds only where there are some`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).text() == text)
    }

    @Test func `shows the offset of its zone, down to seconds`() throws {
        let newYork = try ZoneFiles.fat.zone("America/New_York")
        let moment = Timestamp(unixSeconds: -2_840_140_800)

        #expect(moment.text(in: newYork) == "1879-12-31T19:03:58-04:56:02")
    }

    @Test func `is never longer than the room that is kept for it`() throws {
        let newYork = try ZoneFiles.fat.zone("America/New_York")
        let longest = Timestamp(microseconds: -2_840_140_800_000_000 + 1).text(in: newYork)

        #expect(longest.utf8.count <= Timestamp.writtenSize)
    }

    @Test func `is written at the ends of time too`() throws {
        let zones = [Zone.utc, try #require(Zone(named: "Europe/Oslo"))]
        for zone in zones {
            for microseconds in [Int64.min, Int64.min + 1, Int64.max - 1] {
                let moment = Timestamp(microseconds: microseconds)
                #expect(moment.text(in: zone).utf8.count <= Timestamp.writtenSize)
                #expect(abs(zone.offset(at: moment)) <= 86_400)
            }
        }
    }

    @Test func `is the infinity of every zone`() throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))

        #expect(Timestamp.infinity.text(in: oslo) == "infinity")
    }
}

@Suite struct `A moment` {
    @Test func `comes before another`() {
        #expect(Timestamp(unixSeconds: 1) < Timestamp(unixSeconds: 2))
        #expect(Timestamp.distantPast < Timestamp(unixSeconds: -1))
        #expect(Timestamp(unixSeconds: 1 << 40) < .infinity)
    }

    @Test func `can be advanced, but not beyond infinity`() {
        let moment = Timestamp(unixSeconds: 10)

        #expect(moment.advanced(by: .milliseconds(-1500)).microseconds == 8_500_000)
        #expect(Timestamp.infinity.advanced(by: .seconds(-1)) == .infinity)
        #expect(Timestamp(microseconds: .max - 1).advanced(by: .seconds(1)) == .infinity)
        #expect(moment.advanced(by: .seconds(Int64.max)) == .infinity)
    }

    @Test func `can be added to and subtracted from with the usual signs`() {
        var moment = Timestamp(unixSeconds: 10)
        #expect(moment + .seconds(2) == Timestamp(unixSeconds: 12))
        #expect(moment - .milliseconds(1500) == Timestamp(microseconds: 8_500_000))
        #expect(moment - Timestamp(unixSeconds: 12) == .seconds(-2))

        moment += .seconds(5)
        moment -= .seconds(1)
        #expect(moment == Timestamp(unixSeconds: 14))
    }

    @Test func `stays at the end of time where a duration would pass it`() {
        let moment = Timestamp(unixSeconds: -1)

        #expect(Timestamp(unixSeconds: 1) + .seconds(Int64.max) == .infinity)
        #expect(Timestamp(unixSeconds: 1) - .seconds(Int64.min) == .infinity)
        #expect(moment - .seconds(Int64.max) == .distantPast)
        #expect(moment + .seconds(Int64.min) == .distantPast)
        #expect(Timestamp.infinity - .seconds(Int64.max) == .infinity)
        #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
    }

    @Test func `too far away to be counted is the end of time`() {
        #expect(Timestamp(unixSeconds: .max) == .infinity)
        #expect(Timestamp(unixSeconds: .min) == .distantPast)
    }

    @Test func `is some time after another`() {
        let moment = Timestamp(unixSeconds: 10)

        #expect(moment.since(Timestamp(unixSeconds: 8)) == .seconds(2))
        #expect(Timestamp(unixSeconds: 8).since(moment) == .seconds(-2))
        #expect(moment.since(.distantPast) > .seconds(1_000_000_000))
    }

    @Test func `of now is after this was written`() {
        #expect(Timestamp.now() > Timestamp(unixSeconds: 1_767_225_600))
    }
}

@Suite struct `A date on the calendar` {
    @Test(arguments: [
        (1970, 1, 1, 4), (2000, 2, 29, 2), (2024, 2, 29, 4), (2026, 11, 22, 7), (1, 1, 1, 1),
        (9999, 12, 31, 5), (1600, 2, 29, 2),
    ])
    func `has a weekday`(year: Int, month: Int, day: Int, weekday: Int) {
        #expect(CivilTime(year: year, month: month, day: day).weekday == weekday)
    }

    @Test func `is found again from its number, every day for 900 years`() {
        var expected = CivilTime(year: 1599, month: 12, day: 31).microsecondsSinceEpoch
        for year in 1600..<2500 {
            for month in 1...12 {
                for day in 1...31 {
                    let date = CivilTime(year: year, month: month, day: day)
                    guard date.isValid else { continue }
                    expected += 86_400_000_000
                    guard
                        date.microsecondsSinceEpoch != expected
                            || CivilTime(microsecondsSinceEpoch: expected) != date
                    else { continue }
                    Issue.record("\(date)")
                }
            }
        }
    }

    @Test(arguments: [
        CivilTime(year: 0, month: 1, day: 1), CivilTime(year: 10_000, month: 1, day: 1),
        CivilTime(year: 2026, month: 0, day: 1), CivilTime(year: 2026, month: 1, day: 0),
        CivilTime(year: 2100, month: 2, day: 29), CivilTime(year: 2026, month: 1, day: 1, hour: 24),
        CivilTime(year: 2026, month: 1, day: 1, microsecond: 1_000_000),
    ])
    func `is invalid when there is no such day or time`(date: CivilTime) {
        #expect(!date.isValid)
    }
}

@Suite struct `An end time` {
    static let noon = Timestamp(unixSeconds: 43_200)

    @Test(arguments: [
        (EndTime.stateless, nil), (.open, Int64.max), (.ended(noon), 43_200_000_000),
    ])
    func `is kept as one number`(end: EndTime, stored: Int64?) {
        #expect(end.microseconds == stored)
        #expect(EndTime(microseconds: stored) == end)
    }

    @Test func `of a stateless incident makes it neither open nor closed`() {
        #expect(!EndTime.stateless.isOpen(at: Self.noon))
        #expect(!EndTime.stateless.isClosed(at: Self.noon))
        #expect(!EndTime.stateless.isStateful)
    }

    @Test func `in the future leaves the incident open until then`() {
        let end = EndTime.ended(Self.noon)

        #expect(end.isOpen(at: Timestamp(unixSeconds: 43_199)))
        #expect(end.isClosed(at: Self.noon))
        #expect(EndTime.open.isOpen(at: Self.noon))
    }
}
