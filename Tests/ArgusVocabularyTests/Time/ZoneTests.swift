import ArgusVocabulary
import Testing

@Suite struct `A time zone` {
    @Test(arguments: naiveTimes)
    func `reads naive times as Python does`(zone: String, text: String, seconds: Int64) throws {
        for files in ZoneFiles.allCases {
            let zone = try files.zone(zone)

            #expect(try Timestamp(text, in: zone) == Timestamp(unixSeconds: seconds), "\(files)")
        }
    }

    @Test(arguments: shownTimes)
    func `shows moments as Python does`(zone: String, seconds: Int64, text: String) throws {
        for files in ZoneFiles.allCases {
            let zone = try files.zone(zone)

            #expect(Timestamp(unixSeconds: seconds).text(in: zone) == text, "\(files)")
        }
    }

    @Test(arguments: ["Europe/Oslo", "America/New_York", "Australia/Sydney"])
    func `reads back every hour that it shows`(name: String) throws {
        let zone = try ZoneFiles.slim.zone(name)
        let start = CivilTime(year: 2026, month: 1, day: 1).microsecondsSinceEpoch

        for hour in 0..<(366 * 24) {
            let moment = Timestamp(microseconds: start + Int64(hour) * 3_600_000_000)
            let read = try Timestamp(moment.text(in: zone), in: .utc)
            guard read != moment else { continue }
            Issue.record("\(moment.text(in: zone)) was read as \(read)")
        }
    }

    @Test(arguments: ["UTC", "Europe/Oslo", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
    func `is found by its name`(name: String) throws {
        #expect(try #require(Zone(named: name)).name == name)
    }

    @Test(arguments: [
        "", "Nowhere/City", "../../etc/passwd", "/etc/localtime", "Europe/Oslo\n", "Europe",
        "Europe/Oslø", "zone.tab",
    ])
    func `is not found by what names no zone file`(name: String) {
        #expect(Zone(named: name) == nil)
    }

    @Test func `is fixed for UTC`() {
        #expect(Zone.utc.offset(at: Timestamp(unixSeconds: 4_000_000_000)) == 0)
        #expect(Zone(named: "UTC") == .utc)
    }

    @Test func `with a fixed offset has no changes`() throws {
        let zone = try #require(Zone(named: "Etc/GMT+5"))

        #expect(zone.offset(at: Timestamp(unixSeconds: -4_000_000_000)) == -18_000)
        #expect(zone.offset(at: Timestamp(unixSeconds: 4_000_000_000)) == -18_000)
    }
}
