import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The page of holidays` {
    @Test func `say whether a row holds on holidays, and which days these are`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit(
                "/notifications/timeslots/create/",
                [
                    "name": "Office", "days_0": "1", "start_0": "08:00", "end_0": "16:00",
                    "holidays_0": "except", "days_1": "1", "holidays_1": "only",
                ])
            let list = try await browser.get("/notifications/timeslots/").text
            #expect(list.contains("Mon 08:00–16:00, not on holidays"))
            #expect(list.contains("Mon all day, on holidays only"))

            let path = "/notifications/holidays/"
            let calendar =
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nSUMMARY:Eve <&\nEND:VEVENT\n"
                + "END:VCALENDAR"
            let kept = try await browser.submit(
                path, ["dates": "2026-05-01 May\n\n12-25 Christmas", "calendar": calendar])
            #expect(kept.location == path)
            let form = try await browser.get(path).text
            #expect(form.contains("2026-05-01 May\n12-25 Christmas</textarea>"))
            #expect(form.contains("It has 1 now: 2026-12-24 Eve &lt;&amp;."))
            try await browser.submit(path, ["dates": "12-25 Christmas"])
            var own = try await site.operations.holidays.find(of: site.cast.bob.requester)
            #expect(own.dates.map(\.name) == ["Christmas"] && own.events.map(\.name) == ["Eve <&"])
            try await browser.submit(path, ["without_calendar": "on"])
            own = try await site.operations.holidays.find(of: site.cast.bob.requester)
            #expect(own.dates.isEmpty && own.events.isEmpty)
        }
    }

    @Test func `refuse a day that is none, and a calendar that cannot be read`() async throws {
        try await TestSite.run { site in
            let answer = try await site.browser(of: site.cast.bob).submit(
                "/notifications/holidays/",
                ["dates": "2026-02-30 <b>", "calendar": "BEGIN:VCALENDAR"])

            #expect(answer.text.contains("is no day such as 2026-12-25 Christmas"))
            #expect(answer.text.contains("The file ends before VCALENDAR does."))
            #expect(answer.text.contains("2026-02-30 &lt;b&gt;</textarea>"))
        }
    }

    @Test(arguments: ["", "BEGIN:VEVENT\nDTSTART:20270101\nSTATUS:CANCELLED\nEND:VEVENT\n"])
    func `forgets the days of the last file when the new one has none`(
        event: String
    ) async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit(path, ["calendar": calendar("Old")])
            try await browser.submit(
                path, ["calendar": "BEGIN:VCALENDAR\n\(event)END:VCALENDAR"])

            let own = try await site.operations.holidays.find(of: site.cast.bob.requester)
            #expect(own.events.isEmpty)
        }
    }

    @Test func `takes a new file also where the last one's days are to be forgotten`() async throws
    {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit(path, ["calendar": calendar("Old")])
            try await browser.submit(
                path, ["calendar": calendar("New"), "without_calendar": "on"])

            let own = try await site.operations.holidays.find(of: site.cast.bob.requester)
            #expect(own.events.map(\.name) == ["New"])
        }
    }

    @Test func `gives back what it shows, whatever is in a name`() async throws {
        try await TestSite.run { site in
            let bob = site.cast.bob.requester
            let day = CivilTime(dayNumber: 20_000)
            let names = ["A\nB", "A\r\n2026-01-01 B", "A\u{85}\u{2028}\u{2029}\u{B}B", "A\tB"]
            _ = try await site.operations.holidays.change(
                HolidaysChange(dates: names.map { Holiday($0, on: day) }), by: bob)
            let browser = try await site.browser(of: site.cast.bob)
            let shown = try await browser.get(path).text
                .split(separator: "name=\"dates\"").last?
                .split(separator: ">", maxSplits: 1).last?.split(separator: "</textarea>").first
            try await browser.submit(path, ["dates": String(shown ?? "")])

            let own = try await site.operations.holidays.find(of: bob)
            #expect(own.dates.map(\.name) == ["A B", "A  2026-01-01 B", "A    B", "A B"])
        }
    }

    @Test func `take as many holidays as there may be, and no name that is too long`() async throws
    {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let path = "/notifications/holidays/"
            let day = "2026-12-25 " + String(repeating: "å", count: 100)
            let days = Array(repeating: day, count: 1000).joined(separator: "\r\n")
            #expect(try await browser.submit(path, ["dates": days]).location == path)
            let answer = try await browser.submit(path, ["dates": "\(day)å"])
            #expect(answer.text.contains("has more than 100 characters."))

            let own = try await site.operations.holidays.find(of: site.cast.bob.requester)
            #expect(own.dates.count == 1000)
        }
    }

    @Test func `lets a viewer look, and keep nothing`() async throws {
        try await TestSite.run { site in
            let viewer = try await Cast.Member.make("victor", role: .viewer, in: site.operations)
            let browser = try await site.browser(of: viewer)
            #expect(try await browser.get(path).text.contains("There are none."))
            _ = try await site.operations.accounts.change(
                viewer.id, UserChange(role: .operator), by: .console)
            try await browser.submit(
                path, ["dates": "12-25 Christmas <&", "calendar": calendar("Eve")])
            _ = try await site.operations.accounts.change(
                viewer.id, UserChange(role: .viewer), by: .console)

            let page = try await browser.get(path)
            #expect(page.status == 200 && !page.text.contains("<textarea"))
            #expect(page.text.contains("Christmas &lt;&amp;") && page.text.contains("Eve"))
            #expect(page.text.contains("12-25, every year"))
            #expect(try await browser.submit(path, ["dates": ""]).status == 403)
        }
    }

    private let path = "/notifications/holidays/"

    private func calendar(_ name: String) -> String {
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nSUMMARY:\(name)\nEND:VEVENT\nEND:VCALENDAR"
    }
}
