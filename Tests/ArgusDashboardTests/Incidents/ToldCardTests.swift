import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `What the page of an incident says of who is told` {
    @Test func `tells why its reader was, or was not, told, and the staff who else was`()
        async throws
    {
        try await TestSite.run { site in
            let bob = site.cast.bob.requester
            var filter = NewFilter(name: "bad")
            filter.blob.maxLevel = 1
            var profile = NotificationProfileChange()
            profile.name = "On call"
            profile.timeslot = try await site.operations.timeslots.list(of: bob).first?.id
            profile.filters = [
                try await site.operations.filters.create(filter, by: bob).performed().id
            ]
            let mail = try NewDestination(
                medium: .email, settings: ["email_address": "b@b.no"])
            profile.destinations = .these([
                try await site.operations.destinations.create(mail, by: bob).performed().id
            ])
            _ = try await site.operations.notificationProfiles.create(profile, by: bob)
            let told = try await site.create(.sample(level: .critical))
            let silent = try await site.create(.sample(level: .low))
            try await site.operations.notifications.plan(by: .server)

            let bobs = try await site.browser(of: site.cast.bob)
            let toldPage = try await bobs.get("/incidents/\(told)/").text
            #expect(toldPage.contains("you are told"))
            #expect(toldPage.contains("To be sent by Email to b@b.no"))
            #expect(
                try await bobs.get("/incidents/\(silent)/").text.contains("does not hold:"))
            let charlies = try await site.browser(of: site.cast.charlie)
            let others = try await charlies.get("/incidents/\(told)/").text
            #expect(others.contains("Messages to others") && others.contains("b@b.no"))
            #expect(!toldPage.contains("Messages to others"))
        }
    }

    @Test func `tells by its reader's clock when the next one is told`() async throws {
        try await TestSite.run { site in
            let bob = site.cast.bob.requester
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit("/user/", ["time_zone": "Asia/Tokyo"])
            let mail = try NewDestination(medium: .email, settings: ["email_address": "b@b.no"])
            let place = try await site.operations.destinations.create(mail, by: bob).performed().id
            var profile = NotificationProfileChange()
            profile.timeslot = try await site.operations.timeslots.list(of: bob).first?.id
            profile.filters = [try await site.filter("box", tags: ["host=box"], of: site.cast.bob)]
            profile.destinations = .these([place])
            var rules = ProfileRules()
            rules.escalation = [EscalationLevel(after: .seconds(600), destinations: [place])]
            profile.rules = rules
            _ = try await site.operations.notificationProfiles.create(profile, by: bob)
            let id = try await site.create(.sample(tags: ["host=box"]))
            try await site.operations.notifications.plan(by: .server)

            let page = try await browser.get("/incidents/\(id)/").text
            #expect(
                page.contains("level 1 of the escalation is told at 2025-06-16T00:16:40+09:00."))
        }
    }
}
