import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The page that a link of a message leads to` {
    private static let settings = SiteSettings(publicURL: "https://argus.example.org")

    @Test func `acknowledges once its button is pressed, whoever has logged in`() async throws {
        try await TestSite.run(Self.settings) { site in
            let incident = try await site.create(.sample(description: "Link <down>"))
            let link = try await site.link(to: "dora")
            let alice = try await site.browser(of: site.cast.alice)

            for browser in [site.stranger, alice] {
                let page = try await browser.get(link)
                #expect(page.status == 200 && page.text.contains("Link &lt;down&gt;"))
                #expect(page.text.contains("It will be acknowledged by dora."))
                #expect(!page.text.contains("Log out"))
            }
            #expect(try await site.incident(incident).ackedUntil == nil)

            let key = String(link.dropFirst("/acknowledge/?key=".count))
            let done = try await alice.post("/acknowledge/", ["key": key])
            #expect(done.text.contains("It was acknowledged by dora."))
            let made = try await site.operations.log.acknowledgements(of: incident)
            #expect(made.map(\.event.actorName) == ["dora"])
        }
    }

    @Test func `gives no session, and tells its address nobody`() async throws {
        try await TestSite.run(Self.settings) { site in
            _ = try await site.create(.sample())
            let link = try await site.link(to: "dora")
            let key = String(link.dropFirst("/acknowledge/?key=".count))

            for page in [
                try await site.stranger.get(link), try await site.stranger.get("\(link)x"),
                try await site.stranger.post("/acknowledge/", ["key": key]),
            ] {
                #expect(page.headers[.referrerPolicy] == "no-referrer")
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.headers[values: .setCookie] == [])
            }
        }
    }

    @Test func `says why it does nothing`() async throws {
        try await TestSite.run(Self.settings) { site in
            let incident = try await site.create(.sample())
            let link = try await site.link(to: "dora")
            func answer(_ link: String) async throws -> String {
                let page = try await site.stranger.get(link)
                let title = page.text.split(separator: "<h1>").last?.prefix { $0 != "<" } ?? ""
                return "\(page.status) \(title)"
            }

            #expect(try await answer("/acknowledge/") == "403 This is no link of ours")
            #expect(try await answer("\(link)0") == "403 This is no link of ours")
            let end = try await site.stranger.post("/acknowledge/", [:])
            #expect(end.status == 403)
            _ = try await site.operations.log.acknowledge(
                incident, with: try .sample(expiration: site.database.clock.now + .seconds(60)),
                by: site.cast.bob.requester)
            #expect(try await answer(link) == "409 It is acknowledged already")
            site.database.clock.advance(by: .seconds(60))
            #expect(try await answer(link) == "200 Acknowledge it?")
            _ = try await site.operations.incidents.post(
                .sample(.end), to: incident, by: site.cast.nav.requester)
            #expect(try await answer(link) == "409 It is over already")
            try await site.operations.incidents.delete(incident, by: site.cast.alice.requester)
            #expect(try await answer(link) == "404 The incident is gone")
            let dora = try #require(
                try await site.operations.accounts.list().first { $0.username == "dora" })
            _ = try await site.operations.accounts.change(
                dora.id, UserChange(role: .viewer), by: .console)
            #expect(try await answer(link) == "404 The incident is gone")
            _ = try await site.operations.accounts.change(
                dora.id, UserChange(isActive: false), by: .console)
            #expect(try await answer(link) == "403 This is not for you to do")
            site.database.clock.advance(by: .seconds(86_400))
            #expect(try await answer(link) == "410 The link is too old")
        }
    }
}

extension TestSite {
    /// The path of the link in the first mail to somebody new, who is told of everything.
    fileprivate func link(to name: String) async throws -> String {
        let user = try await operations.accounts.create(
            NewUser(username: name, email: "\(name)@example.org"), password: nil, by: .console
        ).performed().user
        let requester = Requester(user: user, source: nil)
        var filter = NewFilter(name: "all")
        filter.blob.maxLevel = 5
        var profile = NotificationProfileChange()
        profile.timeslot = try await operations.timeslots.list(of: requester).first?.id ?? 0
        profile.filters = [
            try await operations.filters.create(filter, by: requester).performed().id
        ]
        profile.destinations = .these(
            try await operations.destinations.list(of: requester).map(\.id))
        _ = try await operations.notificationProfiles.create(profile, by: requester).performed()
        while try await operations.notifications.plan(by: .server).events > 0 {}
        let claimed = try await operations.notifications.claim([.email: 9], by: .server)
        let url = claimed.first?.notice.acknowledgeURL ?? ""
        return String(url.dropFirst("https://argus.example.org".count))
    }
}
