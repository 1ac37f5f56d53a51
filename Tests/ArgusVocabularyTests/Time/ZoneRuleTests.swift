import Testing

@testable import ArgusVocabulary

@Suite struct `The rule in the footer of a zone file` {
    /// 2026-01-01 and 2026-07-01, at noon UTC.
    static let winter: Int64 = 1_767_268_800
    static let summer: Int64 = 1_782_907_200

    static let rules: [(String, Int, Int)] = [
        ("UTC0", 0, 0),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200),
        ("EST5EDT,M3.2.0,M11.1.0", -18_000, -14_400),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", 39_600, 36_000),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 39_600, 37_800),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600),
        ("EST5EDT,0/0,J365/25", -14_400, -14_400),
        ("A0B,J60/0,J305/0", 0, 3600),
        ("<+0545>-5:45", 20_700, 20_700),
    ]

    @Test(arguments: rules)
    func `says the offset of both halves of the year`(text: String, january: Int, july: Int) throws
    {
        let rule = try #require(ZoneRule(posix: text))

        #expect(rule.offset(at: Self.winter) == january)
        #expect(rule.offset(at: Self.summer) == july)
    }

    @Test(arguments: ["", "5", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0"])
    func `is not read from anything else`(text: String) {
        #expect(ZoneRule(posix: text) == nil)
    }

    @Test func `counts the days of J without the leap day, and those without J with it`() throws {
        let julian = try #require(ZoneRule(posix: "A0B,J60/0,J305/0"))
        let ordinal = try #require(ZoneRule(posix: "A0B,59/0,304/0"))
        let leapDay: Int64 = 1_835_438_400
        let firstOfMarch = leapDay + 86_400

        #expect(julian.offset(at: leapDay) == 0)
        #expect(julian.offset(at: firstOfMarch) == 3600)
        #expect(ordinal.offset(at: leapDay) == 3600)
    }
}
