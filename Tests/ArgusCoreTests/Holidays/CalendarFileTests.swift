import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A calendar file` {
    private func read(_ events: String...) throws -> [Holiday] {
        let text =
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
            + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
        return try CalendarFile.holidays(text) { try? Zone.fixed($0) }
    }

    private func name(_ holidays: [Holiday], _ moment: String, in zone: Zone = .utc) throws
        -> String?
    {
        let moment = try Timestamp(moment, in: zone)
        let day = zone.civilTime(at: moment).dayNumber
        return HolidayCalendar(holidays).holiday(onDay: day, at: moment, in: zone)
    }

    @Test func `has whole days, of which the last is not one of them`() throws {
        let holidays = try read(
            "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas\\, all of it",
            "SUMMARY:May\nDTSTART:20270501")

        #expect(try name(holidays, "2026-12-23T23:59") == nil)
        #expect(try name(holidays, "2026-12-24T00:00") == "Christmas, all of it")
        #expect(try name(holidays, "2026-12-26T23:59") == "Christmas, all of it")
        #expect(try name(holidays, "2026-12-27T00:00") == nil)
        #expect(try name(holidays, "2027-05-01T12:00") == "May")
        #expect(try name(holidays, "2028-05-01T12:00") == nil)
    }

    @Test func `has some hours, in UTC, in a zone, or by one's own clocks`() throws {
        let oslo = try Zone.fixed("Europe/Oslo")
        let holidays = try read(
            "DTSTART:20261224T110000Z\nDTEND:20261224T230000Z\nSUMMARY:a",
            "DTSTART;TZID=Europe/Oslo:20260701T120000\nDTEND;TZID=Europe/Oslo:20260701T130000\nSUMMARY:b",
            "DTSTART:20260801T120000\nDTEND:20260801T130000\nSUMMARY:c")

        #expect(try name(holidays, "2026-12-24T11:59", in: oslo) == nil)
        #expect(try name(holidays, "2026-12-24T12:00", in: oslo) == "a")
        #expect(try name(holidays, "2026-07-01T10:30") == "b")
        #expect(try name(holidays, "2026-07-01T11:00") == nil)
        #expect(try name(holidays, "2026-08-01T12:30") == "c")
        #expect(try name(holidays, "2026-08-01T12:30", in: oslo) == "c")
    }

    @Test func `has what comes every year, for ever or as often as it says`() throws {
        let holidays = try read(
            "DTSTART:20201225\nSUMMARY:ever\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25",
            "DTSTART:20200517\nSUMMARY:thrice\nRRULE:FREQ=YEARLY;COUNT=3",
            "DTSTART:20201101\nSUMMARY:until\nRRULE:FREQ=YEARLY;UNTIL=20221031",
            "DTSTART:20201231\nDTEND:20210102\nSUMMARY:turn\nRRULE:FREQ=YEARLY",
            "DTSTART:20200229\nSUMMARY:leap\nRRULE:FREQ=YEARLY",
            "DTSTART:20201224T120000\nDTEND:20201225T000000\nSUMMARY:half\nRRULE:FREQ=YEARLY")

        #expect(try name(holidays, "2099-12-25T12:00") == "ever")
        #expect(try name(holidays, "2019-12-25T12:00") == nil)
        #expect(try name(holidays, "2022-05-17T12:00") == "thrice")
        #expect(try name(holidays, "2023-05-17T12:00") == nil)
        #expect(try name(holidays, "2021-11-01T12:00") == "until")
        #expect(try name(holidays, "2022-11-01T12:00") == nil)
        #expect(try name(holidays, "2031-01-01T12:00") == "turn")
        #expect(try name(holidays, "2024-02-29T12:00") == "leap")
        #expect(try name(holidays, "2023-03-01T12:00") == nil)
        #expect(try name(holidays, "2026-12-24T13:00") == "half")
        #expect(try name(holidays, "2026-12-24T11:00") == nil)
    }

    @Test func `is read with folded lines, CR LF, other components and quoted parameters`() throws {
        let text = """
            \u{feff}BEGIN:VCALENDAR\r
            BEGIN:VTIMEZONE\r
            TZID:Europe/Oslo\r
            BEGIN:STANDARD\r
            DTSTART:19701025T030000\r
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
            END:STANDARD\r
            END:VTIMEZONE\r
            BEGIN:VEVENT\r
            dtstart;X-A="a:b;c";VALUE=DATE:2026\r
             1224\r
            SUMMARY:Chri\r
            \tstm\r
             as\r
            BEGIN:VALARM\r
            TRIGGER:-PT5M\r
            SUMMARY:alarm\r
            END:VALARM\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            DTSTART:20270101\r
            STATUS:CANCELLED\r
            END:VEVENT\r
            END:VCALENDAR\r

            """
        let holidays = try CalendarFile.holidays(text) { _ in nil }

        #expect(holidays.map(\.name) == ["Christmas"])
        #expect(holidays.first?.start.dateText == "2026-12-24")
    }

    @Test(arguments: [
        ("SUMMARY:x", "no DTSTART"), ("DTSTART:soon", "no date"), ("DTSTART:20260230", "no date"),
        ("DTSTART:20260101T120000", "no DTEND"),
        ("DTSTART:20260102\nDTEND:20260101", "ends before it starts"),
        ("DTSTART:20260102\nDTEND:20280101", "longer than a year"),
        ("DTSTART:20260102\nDTEND:20260103T120000", "not written as DTSTART"),
        ("DTSTART:20260102\nDURATION:P1D", "only DTEND"),
        ("DTSTART:20260102\nRDATE:20270102", "RDATE"),
        ("DTSTART:20260102\nRRULE:FREQ=YEARLY\nEXDATE:20270102", "EXDATE"),
        ("DTSTART:20260102\nRRULE:FREQ=YEARLY\nRRULE:FREQ=YEARLY", "one RRULE"),
        ("DTSTART;TZID=Nowhere/Else:20260101T120000\nDTEND:20260101T130000", "no time zone"),
        ("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=4TH", "every year on the same date"),
        ("DTSTART:20260102\nRRULE:FREQ=WEEKLY", "every year on the same date"),
        ("DTSTART:20260102\nRRULE:FREQ=YEARLY;COUNT=0", "every year on the same date"),
        ("DTSTART:20260102\nRRULE:", "every year on the same date"),
        ("BEGIN:A\nEND:B", "ends nothing that began"), ("BEGIN:A", "ends nothing that began"),
        ("BEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A", "too much is in each"),
    ])
    func `is refused whole with the line that is wrong`(event: String, words: String) {
        #expect {
            _ = try read("DTSTART:20260101", event)
        } throws: { error in
            let message = (error as? CalendarFile.Wrong)?.message ?? ""
            return message.contains(words) && message.contains("ine ")
        }
    }

    @Test func `that is none, or too much, is refused`() {
        let event = "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"
        let (begin, end) = ("BEGIN:VCALENDAR\n", "END:VCALENDAR")
        for text in [
            "", "\0", "x", event, begin, begin + end + "\n" + end,
            begin + String(repeating: "X:y\n", count: 70_000) + end,
            begin + String(repeating: event, count: Holiday.most + 1) + end,
        ] {
            #expect(throws: CalendarFile.Wrong.self, "\(text.prefix(20))") {
                _ = try CalendarFile.holidays(text) { _ in .utc }
            }
        }
    }

    @Test func `that is torn anywhere is refused or read, and never ends the program`() throws {
        let whole = Array(
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;TZID="Europe/Oslo":20261224T120000
            DTEND;TZID="Europe/Oslo":20261225T120000
            RRULE:FREQ=YEARLY;UNTIL=20301231T000000Z
            SUMMARY:æ\\;ø
            END:VEVENT
            END:VCALENDAR
            """.utf8)
        var refused = 0
        for length in 0..<whole.count {
            let text = String(decoding: whole[..<length], as: UTF8.self)
            do {
                _ = try CalendarFile.holidays(text) { try? Zone.fixed($0) }
            } catch { refused += 1 }
        }
        #expect(refused == whole.count)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                in: 0...255, using: &generator)
            let text = String(decoding: bytes, as: UTF8.self)
            for holiday in (try? CalendarFile.holidays(text) { _ in .utc }) ?? [] {
                _ = HolidayCalendar([holiday]).holiday(onDay: 20_000, at: .sample, in: .utc)
            }
        }
    }
}
