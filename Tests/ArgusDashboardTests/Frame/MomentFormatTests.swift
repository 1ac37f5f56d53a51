import ArgusVocabulary
import Testing

@testable import ArgusDashboard

@Suite struct `A moment on a page` {
    /// 2025-06-15T15:06:40Z.
    private static let now = Timestamp(unixSeconds: 1_750_000_000)

    @Test(
        arguments: [
            (.plain, "2025-06-15 17:06:40"), (.iso, "2025-06-15T17:06:40+02:00"),
            (.rfc5322, "Sun, 15 Jun 2025 17:06:40 +0200"), (.epoch, "1750000000"),
        ] as [(DashboardPreferences.DateFormat, String)])
    func `is written as its reader likes it`(
        format: DashboardPreferences.DateFormat, text: String
    ) throws {
        let zone = try #require(Zone(named: "Europe/Oslo"))
        let moments = MomentFormat(format, in: zone, now: Self.now)

        #expect(moments.text(Self.now + .milliseconds(500)).full == text)
    }

    @Test func `has its date where that is not today's`() {
        let moments = MomentFormat(.plain, in: .utc, now: Self.now)

        #expect(moments.text(Self.now - .seconds(3600)).short == "14:06")
        #expect(moments.text(Self.now - .seconds(86_400)).short == "06-14 15:06")
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (252, "4 min 12 s"), (240, "4 min"), (4320, "1 h 12 min"),
        (277_200, "3 d 5 h"), (-5, "0 s"),
    ])
    func `is so long ago, in two units`(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).brief == text)
    }
}

@Suite struct `What somebody likes` {
    @Test(arguments: [
        nil, "", "[]", #"{"theme":"pink","page_size":7,"time_zone":"Nowhere","start_page":"//x"}"#,
        #"{"theme":1,"page_size":"10","datetime_format_name":null,"keys":"no"}"#,
    ])
    func `is as usual where it is not understood`(json: String?) {
        #expect(DashboardPreferences(json: json) == DashboardPreferences())
    }

    @Test func `is kept under the names of the existing server`() {
        let kept = #"{"theme":"dark","page_size":20,"datetime_format_name":"ISO"}"#
        let preferences = DashboardPreferences(json: kept)

        #expect(preferences.theme == .dark)
        #expect(preferences.pageSize == 20)
        #expect(preferences.dateFormat == .iso)
    }
}
