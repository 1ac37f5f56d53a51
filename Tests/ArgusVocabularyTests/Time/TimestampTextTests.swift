import ArgusVocabulary
import Testing

@Suite struct `The text of a time` {
    static let forms: [(String, Int64)] = [
        ("2026-01-02T10:00:00+01:00", 1_767_344_400_000_000),
        ("2026-01-02T10:00:00 +01:00", 1_767_344_400_000_000),
        ("2026-01-02T10:00:00Z", 1_767_348_000_000_000),
        ("2026-01-02 10:00:00Z", 1_767_348_000_000_000),
        ("2026-01-02T10:00", 1_767_348_000_000_000),
        ("2026-01-02T10:00+01:00", 1_767_344_400_000_000),
        ("2026-01-02T10:00:00 ", 1_767_348_000_000_000),
        ("2026-01-02", 1_767_312_000_000_000),
        ("2026-01-02T10:00:00.5Z", 1_767_348_000_500_000),
        ("2026-01-02T10:00:00,25Z", 1_767_348_000_250_000),
        ("2026-01-02T10:00:00.123456789Z", 1_767_348_000_123_456),
        ("20260102T101112Z", 1_767_348_672_000_000),
        ("20260102T1011Z", 1_767_348_660_000_000),
        ("20260102T101112.5+0130", 1_767_343_272_500_000),
        ("2026-W10-1", 1_772_409_600_000_000),
        ("2026-W10", 1_772_409_600_000_000),
        ("2026W101", 1_772_409_600_000_000),
        ("2026W10", 1_772_409_600_000_000),
        ("2020-W53-7", 1_609_632_000_000_000),
        ("2026-01-02T10:00:00-05:30", 1_767_367_800_000_000),
        ("2026-01-02T10:00:00+0530", 1_767_328_200_000_000),
        ("2026-01-02T10:00:00+05", 1_767_330_000_000_000),
        ("2026-01-02T10:00:00+05:30:15", 1_767_328_185_000_000),
        ("2026-01-02T10Z", 1_767_348_000_000_000),
        ("2026-01-02T10", 1_767_348_000_000_000),
        ("20260102", 1_767_312_000_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("0002-01-01T00:00:00Z", -62_104_060_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ("2026-01-02T00:00:00.000001Z", 1_767_312_000_000_001),
        ("2026-W01-1T10:00:00Z", 1_767_002_400_000_000),
    ]

    @Test(arguments: forms)
    func `is read in every form that Python or Django reads`(text: String, microseconds: Int64)
        throws
    {
        #expect(try Timestamp(text, in: .utc).microseconds == microseconds)
    }

    @Test(arguments: [
        "", "x", "2026", "2026-1-2", "2026-13-01", "2026-00-10", "2026-02-29", "1900-02-29",
        "2026-01-32", "2026-04-31", "2026-01-02T24:00:01Z", "2026-01-02T10:60:00Z",
        "2026-01-02T10:00:60Z", "2026-01-02t10:00:00Z", "2026-01-02T10:00:00z", "2026-01-02T",
        "2026-01-02T10:0", "2026-01-02T10:00:00+", "2026-01-02T10:00:00+1",
        "2026-01-02T10:00:00+25:00", "2026-01-02T10:00:00+05:60", "2026-01-02T10:00:00.",
        "20260-102", "2026-0102", "202601-02", "2026-01-02T10:00:00Zx", "2026-01-02X10:00:00Z",
        "2026-W54-1", "2026-W00-1", "2026-W10-8", "2026-W10-0", "2021-W53-1", "1767348000",
        "-2026-01-02T10:00:00Z", "2026-01-02T1000:00Z", "2026-01-02T10:0000Z", "infinity",
        " 2026-01-02T10:00:00Z", "2026-01-02T10:00:00Z ", "２０２６-01-02T10:00:00Z", "0000-01-01",
        "2026-01-02T10:00:00+01:00:", "2026-01-02T10:00:00+-1:00",
    ])
    func `is refused in every other form`(text: String) {
        #expect(throws: TimestampTextProblem.malformed) { try Timestamp(text, in: .utc) }
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00",
    ])
    func `is refused when the calendar ends before it`(text: String) {
        #expect(throws: TimestampTextProblem.outOfRange) { try Timestamp(text, in: .utc) }
    }

    @Test func `is refused when the zone's calendar ends before it`() throws {
        let oslo = try ZoneFiles.slim.zone("Europe/Oslo")

        #expect(throws: TimestampTextProblem.outOfRange) {
            try Timestamp("9999-12-31T23:30:00Z", in: oslo)
        }
    }

    @Test func `is read in the zone only when it has no offset`() throws {
        let oslo = try ZoneFiles.slim.zone("Europe/Oslo")

        #expect(try Timestamp("2026-01-02T10:00", in: oslo).text() == "2026-01-02T09:00:00Z")
        #expect(try Timestamp("2026-01-02T10:00Z", in: oslo).text() == "2026-01-02T10:00:00Z")
    }

    @Test func `that clocks show twice stands for two moments, the likelier first`() throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        let first = try Timestamp("2025-10-26T00:30:00Z", in: .utc)
        let second = try Timestamp("2025-10-26T01:30:00Z", in: .utc)
        let text = try TimestampText("2025-10-26T02:30")

        #expect(try text.moments(in: oslo, receivedAt: .distantPast) == [first, second])
        #expect(try text.moments(in: oslo, receivedAt: first) == [first, second])
        #expect(try text.moments(in: oslo, receivedAt: second) == [second, first])
    }

    @Test func `that clocks show twice is the first of two moments if it comes late`() throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        let first = try Timestamp("2025-10-26T00:30:00Z", in: .utc)
        let second = try Timestamp("2025-10-26T01:30:00Z", in: .utc)
        let text = try TimestampText("2025-10-26T02:30")

        for receipt in [second.advanced(by: .seconds(86_400)), .infinity] {
            #expect(try text.moments(in: oslo, receivedAt: receipt) == [first, second])
        }
    }

    @Test(arguments: [
        "2025-10-26T01:59:59", "2025-10-26T03:00", "2025-03-30T02:30", "2025-06-15",
        "2025-10-26T02:30+02:00",
    ])
    func `that clocks show once stands for one moment`(text: String) throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))

        #expect(
            try TimestampText(text).moments(in: oslo, receivedAt: .infinity)
                == [Timestamp(text, in: oslo)])
    }

    @Test func `keeps what was written`() throws {
        let text = try TimestampText("9999-12-31T23:59:59.999999")

        #expect(text.civil == .maximum)
        #expect(text.offset == nil)
        #expect(try TimestampText("2026-01-02T10:00:00-01:30").offset == -5400)
    }
}
