import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The pages of teams` {
    @Test func `show who is on call, and let whoever is in a team step in`() async throws {
        try await TestSite.run { site in
            let staff = try await site.browser(of: site.cast.charlie)
            let made = try await staff.submit(
                "/notifications/teams/create/",
                [
                    "name": "Net <&", "members": "bob\nalice", "handover_weekday": "1",
                    "handover_time": "08:00", "time_zone": "Europe/Oslo",
                ])
            #expect(made.location == "/notifications/teams/")
            let bob = try await site.browser(of: site.cast.bob)
            let list = try await bob.get("/notifications/teams/").text
            #expect(list.contains("Net &lt;&amp;") && list.contains("alice from "))
            #expect(!list.contains("/notifications/teams/1/update/"))
            #expect(try await bob.get("/notifications/teams/1/update/").status == 403)

            let path = "/notifications/teams/1/overrides/"
            let alice = "\(site.cast.alice.requester.account?.id ?? 0)"
            let stepped = try await bob.submit(
                "\(path)create/", ["user": alice, "end_time": "2099-01-01T08:00"])
            #expect(stepped.location == "/notifications/teams/1/")
            let page = try await bob.get("/notifications/teams/1/").text
            #expect(page.contains("On call now: alice."))
            try await bob.submit("\(path)1/delete/")
            #expect(
                try await bob.get("/notifications/teams/1/").text.contains("On call now: bob."))
            let wrong = try await staff.submit(
                "/notifications/teams/create/",
                [
                    "name": "x", "members": "nobody", "handover_time": "08:00",
                    "time_zone": "Nowhere",
                ])
            #expect(wrong.text.contains("There is no such time zone"))
        }
    }

    @Test func `have somebody step in once, however often the form is sent`() async throws {
        try await TestSite.run { site in
            try await site.addTeam()
            let browser = try await site.browser(of: site.cast.bob)
            for _ in 0..<2 {
                let stepped = try await browser.submit(
                    "/notifications/teams/1/overrides/create/",
                    ["user": "2", "end_time": "2099-01-01T08:00", "idempotency_key": "k"])
                #expect(stepped.location == "/notifications/teams/1/")
            }

            #expect(try await site.operations.teams.find(1).team.overrides.count == 1)
        }
    }

    @Test func `say beside the end that it is over, whether or not there is a start`() async throws
    {
        try await TestSite.run { site in
            try await site.addTeam()
            let browser = try await site.browser(of: site.cast.bob)
            for start in ["", "2025-06-15T07:00"] {
                let answer = try await browser.submit(
                    "/notifications/teams/1/overrides/create/",
                    ["user": "2", "start_time": start, "end_time": "2025-06-15T08:00"])
                #expect(answer.status == 200)
                #expect(answer.text.contains("The end has to lie ahead."))
                #expect(!answer.text.contains("problem whole"))
            }

            #expect(try await site.operations.teams.find(1).team.overrides.isEmpty)
        }
    }
}

extension TestSite {
    /// A team of bob's.
    fileprivate func addTeam() async throws {
        var team = TeamChange()
        (team.name, team.members) = ("net", [try cast.bob.requester.user.id])
        _ = try await operations.teams.create(team, by: .console)
    }
}
