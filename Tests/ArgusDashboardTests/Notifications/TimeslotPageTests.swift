import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The page of a timeslot` {
    @Test func `keep a night in one row`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let answer = try await browser.submit(
                "/notifications/timeslots/create/",
                [
                    "name": "Nights", "days_0": "5", "days_0": "7", "start_0": "22:00",
                    "end_0": "06:00",
                ])
            #expect(answer.location == "/notifications/timeslots/")

            let slots = try await site.operations.timeslots.list(of: site.cast.bob.requester)
            let nights = try #require(slots.first { $0.name == "Nights" })
            #expect(nights.recurrences.map(\.days) == [[5, 7]])
            #expect(nights.recurrences.map(\.isOvernight) == [true])
            let list = try await browser.get("/notifications/timeslots/").text
            #expect(list.contains("Fri, Sun 22:00–06:00 (next day)"))
            let form = try await browser.get("/notifications/timeslots/\(nights.id)/update/").text
            #expect(form.contains(#"name="start_0" type="time" value="22:00""#))
            #expect(form.contains(#"name="start_1" type="time" value="""#))
        }
    }

    @Test func `refuse a time that is none, and keep what was typed`() async throws {
        try await TestSite.run { site in
            let answer = try await site.browser(of: site.cast.bob).submit(
                "/notifications/timeslots/create/",
                ["name": "Odd", "days_0": "1", "start_0": "25:00"])

            #expect(answer.text.contains("It is no time of day"))
            #expect(answer.text.contains(#"value="25:00""#))
            #expect(answer.text.contains(#"name="days_0" value="1" checked"#))
        }
    }

    @Test(arguments: [3, 30, 200, 260])
    func `shows and keeps all rows, and has two to spare`(count: Int) async throws {
        try await TestSite.run { site in
            let rows = (0..<count).map { row(ofMinute: $0) }
            let slot = try await site.timeslot(rows)
            let browser = try await site.browser(of: site.cast.bob)
            let form = try await browser.get(slot.path).text
            #expect(form.contains(#"name="start_\#(count + 1)""#))
            #expect(!form.contains(#"name="start_\#(count + 2)""#))
            var fields = fields(in: form)
            fields[0].1 = "New name"
            #expect(try await browser.submit(slot.path, typing: fields).location != nil)
            let kept = try await site.timeslot(slot.id)
            #expect(kept.name == "New name" && kept.recurrences == rows)
        }
    }

    @Test func `takes as many rows as the API does`() async throws {
        try await TestSite.run { site in
            let slot = try await site.timeslot((0..<200).map { row(ofMinute: $0) })
            let browser = try await site.browser(of: site.cast.bob)
            let fields = try await fields(in: browser.get(slot.path).text)
            let answer = try await browser.submit(slot.path, typing: fields + [("days_200", "1")])

            #expect(answer.text.contains("A timeslot has no more than 200 rows."))
            #expect(answer.text.contains(#"name="days_200" value="1" checked"#))
            #expect(try await site.timeslot(slot.id).recurrences.count == 200)
        }
    }

    @Test func `shows all rows again that were typed when one is wrong`() async throws {
        try await TestSite.run { site in
            let typed = (0..<9).flatMap { [("days_\($0)", "1"), ("start_\($0)", "0\($0):00")] }
            let answer = try await site.browser(of: site.cast.bob).submit(
                "/notifications/timeslots/create/", typing: typed)

            #expect(answer.text.contains(#"name="start_8" type="time" value="08:00""#))
        }
    }

    @Test(arguments: [
        ("08:00", "16:59:59.999999"), ("00:00", "23:59:59"), ("08:00:30", "16:59"),
        ("16:00", "00:00"), ("23:59:59.999999", "06:00"), ("00:00", "23:59:59.999999"),
    ])
    func `leaves a time as it is that is left as it was shown`(
        start: String, end: String
    ) async throws {
        let row = TimeRecurrence(
            days: [1, 2], from: try #require(TimeOfDay(start)), until: try #require(TimeOfDay(end)))
        try await TestSite.run { site in
            let slot = try await site.timeslot([.sample, row])
            let browser = try await site.browser(of: site.cast.bob)
            var fields = try await fields(in: browser.get(slot.path).text)
            fields[0].1 = "New name"
            fields.append(("days_1", "7"))
            try await browser.submit(slot.path, typing: fields)

            let changed = TimeRecurrence(days: [1, 2, 7], from: row.start, until: row.end)
            #expect(try await site.timeslot(slot.id).recurrences == [.sample, changed])
        }
    }

    @Test(arguments: [
        ("23:59", "23:59:59.999999"), ("16:59", "16:59:59.999999"), ("16:58", "16:58:00"),
        ("16:59:00", "16:59:00"), ("00:00", "23:59:59.999999"), ("", "23:59:59.999999"),
        ("00:00:00", "23:59:59.999999"),
    ])
    func `takes an end at minute 59 for that of the whole minute`(
        typed: String, end: String
    ) async throws {
        try await TestSite.run { site in
            let slot = try await site.timeslot([.sample])
            try await site.browser(of: site.cast.bob).submit(
                slot.path,
                ["name": "Slot", "days_0": "1", "start_0": "08:00", "end_0": "\(typed)"])

            let changed = try await site.timeslot(slot.id).recurrences
            #expect(changed.map(\.end.text) == [end] && changed.map(\.start.text) == ["08:00:00"])
        }
    }

    /// A row that no other one is like.
    private func row(ofMinute minute: Int) -> TimeRecurrence {
        TimeRecurrence(
            days: Array(1...7), from: TimeOfDay(microseconds: Int64(minute) * 60_000_000),
            until: TimeOfDay("20:00:07") ?? .lastOfDay, holidays: .except)
    }

    /// What a browser sends of a form that nobody touches, but for what is hidden.
    private func fields(in form: String) -> [(String, String)] {
        let name = form.matches(of: /name="name" type="text" value="([^"]*)"/)
        let ticks = form.matches(of: /name="(days_\d+)" value="(\d)" checked/)
        let times = form.matches(of: /name="((?:start|end)_\d+)" type="time" value="([^"]*)"/)
        let rules = form.matches(
            of: /(?s)<select [^>]*name="(holidays_\d+)".*?value="(\w+)" selected/)
        return name.map { ("name", String($0.1)) }
            + (ticks + times + rules).map { (String($0.1), String($0.2)) }
    }
}

extension TimeRecurrence {
    fileprivate static let sample = TimeRecurrence(
        days: [3], from: .midnight, until: TimeOfDay("05:30") ?? .lastOfDay)
}

extension Timeslot {
    fileprivate var path: String { "/notifications/timeslots/\(id)/update/" }
}

extension TestSite {
    /// Has bob have a timeslot.
    fileprivate func timeslot(_ rows: [TimeRecurrence]) async throws -> Timeslot {
        try await operations.timeslots.create(
            NewTimeslot(name: "Slot", recurrences: rows), by: cast.bob.requester
        ).performed()
    }

    fileprivate func timeslot(_ id: Timeslot.ID) async throws -> Timeslot {
        try await operations.timeslots.find(id, of: cast.bob.requester)
    }
}

@Suite struct `A row of a timeslot` {
    @Test(arguments: [
        ([1, 2, 3, 4, 5], "08:00", "16:00", "Mon–Fri 08:00–16:00"),
        ([7], "22:00", "06:00", "Sun 22:00–06:00 (next day)"),
        ([1, 2, 3, 4, 5, 6, 7], "00:00", "23:59:59.999999", "Every day all day"),
        ([3], "18:00", "23:59:59.999999", "Wed 18:00–24:00"),
    ])
    func `is read as one, however it is stored`(
        days: [Int], start: String, end: String, text: String
    ) throws {
        let row = TimeRecurrence(
            days: days, from: try #require(TimeOfDay(start)), until: try #require(TimeOfDay(end)))

        #expect(TimeslotRow.rows(of: [row]).map(\.text) == [text])
        // Those who know of no nights store an evening and a morning.
        #expect(TimeslotRow.rows(of: row.simple).map(\.recurrence) == [row])
    }
}
