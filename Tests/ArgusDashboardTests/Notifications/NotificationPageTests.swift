import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The pages for notifications` {
    @Test(arguments: ["profiles", "timeslots", "destinations"])
    func `let a viewer look at what is the viewer's own, and add nothing`(part: String) async throws
    {
        try await TestSite.run { site in
            for (role, browser) in try await site.everybody() {
                let list = part == "profiles" ? "/notifications/" : "/notifications/\(part)/"
                let page = try await browser.get(list)
                #expect(page.status == 200)
                #expect(page.text.contains("/notifications/\(part)/create/") == (role > .viewer))
                let form = try await browser.get("/notifications/\(part)/create/")
                #expect(form.status == (role > .viewer ? 200 : 403), "\(role)")
                let answer = try await browser.submit("/notifications/\(part)/create/")
                #expect(answer.status == (role > .viewer ? 200 : 403), "\(role)")
            }
        }
    }

    @Test func `show nobody what is another's`() async throws {
        try await TestSite.run { site in
            let alice = try await site.browser(of: site.cast.alice)
            let slots = try await site.operations.timeslots.list(of: site.cast.bob.requester)
            let slot = try #require(slots.first)

            let path = "/notifications/timeslots/\(slot.id)/"
            #expect(try await alice.get("\(path)update/").status == 404)
            #expect(try await alice.submit("\(path)delete/").status == 404)
        }
    }

    @Test func `send a test message to a destination, and say what became of it`() async throws {
        try await TestSite.run { site in
            let bob = try await site.browser(of: site.cast.bob)
            try await bob.submit(
                "/notifications/destinations/create/email/", ["email_address": "b@b.no"])
            let path = "/notifications/destinations/1/test/"
            #expect(
                try await bob.get("/notifications/destinations/").text.contains(path))
            #expect(try await bob.get(path).text.contains("Send it"))

            let answer = try await bob.submit(path)
            #expect(
                answer.text.contains(
                    "this server is not set up to send by that medium"))
            let charlie = try await site.browser(of: site.cast.charlie)
            #expect(try await charlie.submit(path).status == 404)
        }
    }

    @Test func `make, change and delete a profile`() async throws {
        try await TestSite.run { site in
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let browser = try await site.browser(of: site.cast.bob)
            let slots = try await site.operations.timeslots.list(of: site.cast.bob.requester)
            let slot = "\(try #require(slots.first).id)"
            let made = try await browser.submit(
                "/notifications/profiles/create/",
                [
                    "name": "Night <&", "timeslot": slot, "filters": "\(filter)", "active": "on",
                ])
            #expect(made.location == "/notifications/")
            #expect(try await browser.get("/notifications/").text.contains("Night &lt;&amp;"))

            let path = "/notifications/profiles/1/"
            try await browser.submit(
                "\(path)update/", ["name": "", "timeslot": slot, "filters": "\(filter)"])
            let profiles = try await site.operations.notificationProfiles
                .list(of: site.cast.bob.requester)
            #expect(profiles.first?.profile.isActive == false)
            #expect(profiles.first?.profile.name == nil)

            #expect(try await browser.get("\(path)delete/").text.contains("All the time: box?"))
            try await browser.submit("\(path)delete/")
            #expect(try await browser.get("\(path)update/").status == 404)
        }
    }

    @Test func `take all rules of a profile, and show them again`() async throws {
        try await TestSite.run { site in
            let (browser, usual) = try await site.ruled()
            let rules = [
                ("wait", "1.5"), ("repeat_after", "15"), ("repeat_at_most", "3"),
                ("hourly_limit", "20"), ("follows_up", "on"), ("kinds", "opened"),
                ("kinds", "closed"), ("digest", "times"), ("digest_times", "16:00, 08:00"),
                ("storm", "host"), ("storm_count", "10"), ("storm_within", "5"),
                ("level_2_after", "30"), ("level_2_teams", "1"), ("teams", "1"),
            ]
            let made = try await browser.submit(
                "/notifications/profiles/create/", typing: usual + rules)
            #expect(made.location == "/notifications/")
            let profile = try await site.operations.notificationProfiles
                .list(of: site.cast.bob.requester)[0].profile
            var expected = ProfileRules()
            expected.kinds = [.opened, .closed]
            (expected.wait, expected.repeatAfter) = (.seconds(90), .seconds(900))
            (expected.repeatAtMost, expected.hourlyLimit) = (3, 20)
            (expected.followsUp, expected.teams) = (true, [1])
            expected.digest = .times([TimeOfDay("08:00"), TimeOfDay("16:00")].compactMap(\.self))
            expected.storm = StormRule(tag: "host", count: 10, within: .seconds(300))
            expected.escalation = [EscalationLevel(after: .seconds(1800), teams: [1])]
            #expect(profile.rules == expected)

            let form = try await browser.get("/notifications/profiles/1/update/").text
            for shown in [
                #"name="wait" type="text" value="1.50""#, #"value="08:00, 16:00""#,
                #"name="level_1_after" type="text" value="30""#, "<h2 class=\"part\">",
                #"<option value="times" selected>"#, #"name="storm" type="text" value="host""#,
            ] {
                #expect(form.contains(shown), "\(shown)")
            }
            try await browser.submit("/notifications/profiles/1/update/", typing: usual)
            let changed = try await site.operations.notificationProfiles
                .list(of: site.cast.bob.requester)[0].profile
            #expect(changed.rules == ProfileRules())
        }
    }

    @Test func `say of a profile that it is paused, and that it tells others step by step`()
        async throws
    {
        try await TestSite.run { site in
            let (browser, usual) = try await site.ruled()
            try await browser.submit(
                "/notifications/profiles/create/",
                typing: usual + [
                    ("active", "on"), ("paused_until", "2025-06-16T08:00"),
                    ("level_1_after", "30"), ("level_1_teams", "1"),
                ])
            let page = try await browser.get("/notifications/").text
            #expect(page.contains("paused until 2025-06-16 08:00:00"))
            #expect(page.contains("escalation in 1 level<") && !page.contains("nowhere"))

            site.database.clock.advance(by: .seconds(86_400))
            let later = try await browser.get("/notifications/").text
            #expect(later.contains(">active<") && !later.contains("paused"))
        }
    }

    @Test(arguments: [
        ("wait", "soon"), ("wait", "0"), ("repeat_at_most", "0"), ("hourly_limit", "many"),
        ("paused_until", "later"), ("level_1_after", "10"), ("teams", "9"),
        ("digest", "times"),
    ])
    func `say beside the field what is wrong with a rule`(field: String, text: String) async throws
    {
        try await TestSite.run { site in
            let (browser, usual) = try await site.ruled()
            let answer = try await browser.submit(
                "/notifications/profiles/create/", typing: usual + [(field, text)])
            #expect(answer.status == 200)
            #expect(answer.text.contains(#"<p class="problem" role="alert">"#))
            #expect(!answer.text.contains("problem whole"))
        }
    }

    @Test func `say what a profile matches, and would have matched in the last week`() async throws
    {
        try await TestSite.run { site in
            let start = site.operations.clock() - .seconds(3600)
            _ = try await site.create(.sample(startTime: start, tags: ["host=box"]))
            _ = try await site.create(
                .sample(
                    startTime: start, endTime: .ended(start + .seconds(60)), tags: ["host=box"]))
            _ = try await site.create(
                .sample(
                    startTime: start - .seconds(30 * 86_400),
                    endTime: .ended(start - .seconds(86_400)), tags: ["host=box"]))
            let filter = try await site.filter("box", tags: ["host=box"], of: site.cast.bob)
            let slots = try await site.operations.timeslots.list(of: site.cast.bob.requester)
            let page = try await site.browser(of: site.cast.bob).submit(
                "/notifications/profiles/create/",
                [
                    "timeslot": "\(try #require(slots.first).id)", "filters": "\(filter)",
                    "preview": "1",
                ])

            #expect(page.text.contains("It matches 1 open incident now."))
            #expect(page.text.contains("In the last week, 2 began within the timeslot."))
        }
    }

    @Test func `make and change a destination of a service, and show no secret`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let path = "/notifications/destinations/"
            let chosen = try await browser.submit("\(path)create/", ["media": "webhook"])
            #expect(chosen.location == "\(path)create/webhook/")
            let wrong = try await browser.submit(
                "\(path)create/webhook/", ["url": "https://a.example.org/x"])
            #expect(wrong.text.contains("It has to be given."))
            try await browser.submit(
                "\(path)create/webhook/",
                ["url": "https://a.example.org/x", "secret": "0123456789abcdef"])
            let form = try await browser.get("\(path)1/update/").text
            #expect(form.contains("https://a.example.org/x"))
            #expect(!form.contains("0123456789abcdef"))
            try await browser.submit(
                "\(path)1/update/", ["url": "https://b.example.org/", "secret": "***"])
            #expect(try await browser.get(path).text.contains("https://b.example.org/"))
        }
    }

    @Test func `make, change and delete a destination`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let path = "/notifications/destinations/"
            let wrong = try await browser.submit(
                "\(path)create/email/", ["email_address": "nowhere"])
            #expect(wrong.text.contains("It is no e-mail address."))
            try await browser.submit(
                "\(path)create/sms/", ["phone_number": "+47 922 33 446", "label": "phone"])
            #expect(try await browser.get(path).text.contains("+4792233446"))
            try await browser.submit("\(path)1/update/", ["phone_number": "+4792233447"])
            #expect(try await browser.get(path).text.contains("+4792233447"))
            try await browser.submit("\(path)1/delete/")
            #expect(try await browser.get(path).text.contains("You can be told nowhere."))
        }
    }
}

extension TestSite {
    /// Bob, a team that he is in, and what a form for a profile needs.
    fileprivate func ruled() async throws -> (
        browser: TestBrowser, form: [(String, String)]
    ) {
        let filter = try await filter("box", tags: ["host=box"], of: cast.bob)
        let slot = try await operations.timeslots.list(of: cast.bob.requester)[0].id
        var team = TeamChange()
        (team.name, team.members) = ("net", [try cast.bob.requester.user.id])
        _ = try await operations.teams.create(team, by: .console)
        return (
            try await browser(of: cast.bob), [("timeslot", "\(slot)"), ("filters", "\(filter)")]
        )
    }
}
