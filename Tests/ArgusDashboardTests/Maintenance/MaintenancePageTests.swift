import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The pages of planned maintenance` {
    @Test func `let everybody look, and the staff plan`() async throws {
        try await TestSite.run { site in
            for (role, browser) in try await site.everybody() {
                let list = try await browser.get("/plannedmaintenance/")
                #expect(list.text.contains("Plan maintenance") == (role >= .staff), "\(role)")
                let form = try await browser.get("/plannedmaintenance/create/")
                #expect(form.status == (role >= .staff ? 200 : 403), "\(role)")
                let answer = try await browser.submit("/plannedmaintenance/create/")
                #expect(answer.status == (role >= .staff ? 200 : 403), "\(role)")
            }
        }
    }

    @Test func `plan, show what is covered, and end`() async throws {
        try await TestSite.run { site in
            _ = try await site.create(.sample(description: "Covered", tags: ["host=box"]))
            _ = try await site.create(.sample(description: "Not covered"))
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.charlie)
            let form = try await browser.get("/plannedmaintenance/create/").text
            #expect(form.contains("box (bob)"))
            let preview = try await browser.submit(
                "/plannedmaintenance/create/",
                ["description": "New disks", "filters": "\(filter)", "preview": "1"])
            #expect(preview.text.contains("It covers 1 open incident (50%)."))
            #expect(preview.text.contains(#"value="New disks""#))
            #expect(try await site.operations.plannedMaintenance.list().isEmpty)

            let made = try await browser.submit(
                "/plannedmaintenance/create/",
                ["description": "New disks", "filters": "\(filter)"])
            #expect(made.location == "/plannedmaintenance/1/")
            let page = try await browser.get("/plannedmaintenance/1/").text
            #expect(page.contains("New disks</h1>") && page.contains("Ongoing"))
            #expect(page.contains(">Covered</a>") && !page.contains("Not covered"))

            site.database.clock.advance(by: .seconds(60))
            let ended = try await browser.submit("/plannedmaintenance/1/cancel/")
            #expect(ended.location == "/plannedmaintenance/1/")
            #expect(try await browser.get("/plannedmaintenance/past/").text.contains("New disks"))
        }
    }

    @Test func `copy a plan with its filters, and not its times`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            _ = try await site.operations.plannedMaintenance.create(
                startTime: nil, endTime: .infinity, description: "Again", filters: [filter],
                by: site.cast.charlie.requester)
            let copy = try await site.browser(of: site.cast.charlie)
                .get("/plannedmaintenance/create/?copy_from=1").text

            #expect(copy.contains(#"value="Again""#))
            #expect(copy.contains(#"value="\#(filter)" checked"#))
            #expect(copy.contains(#"name="start_time" type="datetime-local" value="""#))
        }
    }

    @Test func `plan what comes again, and end it for good`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.charlie)
            let path = "/plannedmaintenance/"
            // The sample moment is a Sunday.
            let made = try await browser.submit(
                "\(path)create/",
                [
                    "description": "Patches", "filters": "\(filter)",
                    "start_time": "2025-06-15T01:00", "end_time": "2025-06-15T03:00",
                    "recurrence": "FREQ=MONTHLY;BYDAY=3SU", "time_zone": "UTC",
                    "warn_before_end": "15", "tell_of_open": "on",
                ])
            #expect(made.location == "\(path)1/")
            let page = try await browser.get("\(path)1/").text
            #expect(page.contains("every month on the 3rd Sun, in UTC"))
            #expect(page.contains("What is open, 15 minutes before its end and at its end"))
            #expect(page.contains("2025-07-20") && page.contains("End it for good"))
            #expect(
                try await browser.get(path).text.contains("Patches (every month on the 3rd Sun)"))
            let form = try await browser.get("\(path)1/update/").text
            #expect(form.contains(#"value="FREQ=MONTHLY;BYDAY=3SU""#))
            #expect(form.contains(#"value="2025-06-15T01:00""#))

            try await browser.submit("\(path)1/cancel/")
            #expect(try await browser.get("\(path)past/").text.contains("Patches"))
            let task = try await site.operations.plannedMaintenance.find(1).task
            #expect(task.stopped == site.operations.clock())
        }
    }

    @Test func `change what was typed, and not what somebody ended meanwhile`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.charlie)
            let path = "/plannedmaintenance/"
            try await browser.submit(
                "\(path)create/",
                [
                    "start_time": "2025-06-14T12:00", "end_time": "2025-06-20T09:00",
                    "filters": "\(filter)",
                ])
            let form = try await browser.get("\(path)1/update/").text
            #expect(form.contains(#"name="shown_end" value="2025-06-20T09:00""#))

            try await browser.submit("\(path)1/cancel/")
            func save(_ end: String, _ description: String) async throws -> PlannedMaintenance {
                try await browser.submit(
                    "\(path)1/update/",
                    [
                        "shown_start": "2025-06-14T12:00", "start_time": "2025-06-14T12:00",
                        "shown_end": "2025-06-20T09:00", "end_time": end,
                        "filters": "\(filter)", "description": description,
                    ])
                return try await site.operations.plannedMaintenance.find(1).task
            }
            let corrected = try await save("2025-06-20T09:00", "disks")
            #expect(corrected.description == "disks")
            #expect(corrected.endTime == site.operations.clock())
            #expect(try await save("", "disks").endTime == .infinity)
            // A task without an end shows none, so that the same comes back.
            #expect(
                try await browser.get("\(path)1/update/").text.contains(
                    #"name="shown_end" value="""#))
        }
    }

    @Test func `refuse a rule, a zone and a warning that are none`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let answer = try await site.browser(of: site.cast.charlie).submit(
                "/plannedmaintenance/create/",
                [
                    "filters": "\(filter)", "recurrence": "FREQ=HOURLY", "time_zone": "Mars",
                    "warn_before_end": "soon",
                ])

            #expect(answer.text.contains("FREQ is DAILY, WEEKLY or MONTHLY."))
            #expect(answer.text.contains("There is no such time zone"))
            #expect(answer.text.contains("It is a number of minutes, up to a week."))
        }
    }

    @Test func `refuse beside the field, and keep what was typed`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.charlie)
            let wrong = try await browser.submit(
                "/plannedmaintenance/create/",
                ["description": "<b>Kept</b>", "start_time": "soon", "filters": "\(filter)"])
            let without = try await browser.submit(
                "/plannedmaintenance/create/", ["description": "Kept"])
            let backwards = try await browser.submit(
                "/plannedmaintenance/create/",
                [
                    "start_time": "2025-06-20T10:00", "end_time": "2025-06-20T09:00",
                    "filters": "\(filter)",
                ])

            #expect(wrong.text.contains("It is no date and time"))
            #expect(wrong.text.contains("&lt;b&gt;Kept&lt;/b&gt;"))
            #expect(without.text.contains("It has to be given."))
            #expect(backwards.text.contains("The end has to be after the start."))
        }
    }

    @Test func `change a plan, and delete one that has not begun`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.charlie)
            let path = "/plannedmaintenance/1/"
            try await browser.submit(
                "/plannedmaintenance/create/",
                ["start_time": "2025-06-20T10:00", "filters": "\(filter)"])
            let changed = try await browser.submit(
                "\(path)update/",
                [
                    "start_time": "2025-06-20T10:00", "end_time": "2025-06-21T10:00",
                    "description": "Moved", "filters": "\(filter)",
                ])
            #expect(changed.location == path)
            #expect(try await browser.get(path).text.contains("Moved</h1>"))
            try await browser.submit("\(path)delete/")
            #expect(try await browser.get(path).status == 404)
        }
    }
}
