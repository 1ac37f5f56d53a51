import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

extension TestSite {
    /// Has bob be told by e-mail of an incident on a box, and says which it is.
    fileprivate func tellBob(at addresses: String...) async throws -> Incident.ID {
        let bob = cast.bob.requester
        var destinations: [Destination.ID] = []
        for address in addresses.isEmpty ? ["b@example.org"] : addresses {
            let email = try NewDestination(
                medium: .email, label: address, settings: ["email_address": address])
            destinations.append(
                try await operations.destinations.create(email, by: bob).performed().id)
        }
        var new = NotificationProfileChange()
        new.timeslot = try await operations.timeslots.list(of: bob).first?.id
        new.filters = [try await filter("box", tags: ["host=box"], of: cast.bob)]
        new.destinations = .these(destinations)
        _ = try await operations.notificationProfiles.create(new, by: bob)
        let id = try await create(.sample(description: "Box <down>", tags: ["host=box"]))
        try await operations.notifications.plan(by: .server)
        return id
    }

    /// Has what is due sent by a medium, or else fail.
    fileprivate func send(by medium: Medium) async throws {
        let claimed = try await operations.notifications.claim([medium: 9], by: .server)
        try await operations.notifications.settle(
            claimed.map {
                $0.settled(.sent("250 ok"), by: DeliveryRetries(), at: operations.clock())
            }, by: .server)
    }
}

@Suite struct `The pages of messages` {
    @Test func `show one's own, and the staff everybody's`() async throws {
        try await TestSite.run { site in
            _ = try await site.tellBob()
            try await site.send(by: .email)
            let path = "/notifications/messages/"
            let bob = try await site.browser(of: site.cast.bob)
            let charlie = try await site.browser(of: site.cast.charlie)
            let own = try await bob.get(path).text

            #expect(own.contains("Box &lt;down&gt;") && own.contains("Email: b@example.org"))
            #expect(own.contains("(250 ok)") && !own.contains("Send again"))
            #expect(try await bob.get("\(path)?state=failed").text.contains("There are none."))
            #expect(try await bob.get("\(path)?destination=1").text.contains("b@example.org"))
            #expect(try await bob.get("\(path)?destination=2").text.contains("There are none."))
            #expect(try await charlie.get(path).text.contains("There are none."))
            for all in ["?all=1", "?user=bob"] {
                #expect(try await charlie.get("\(path)\(all)").text.contains("b@example.org"))
            }
            #expect(try await charlie.get("\(path)?user=nobody").status == 400)
            for all in ["?all=1", "?user=alice", "live/?all"] {
                #expect(try await bob.get("\(path)\(all)").status == 403)
            }
        }
    }

    @Test func `send again what failed: one, or all of a reason`() async throws {
        try await TestSite.run { site in
            _ = try await site.tellBob()
            let path = "/notifications/messages/"
            let bob = try await site.browser(of: site.cast.bob)
            func states() async throws -> [String] {
                try await site.operations.notifications.deliveries(
                    DeliverySelection(), by: site.cast.bob.requester
                ).map(\.state.rawValue)
            }
            try await site.send(by: .sms)
            #expect(try await states() == ["failed"])
            let page = try await bob.get("\(path)?reason=not_configured").text
            #expect(page.contains("\(path)1/resend/"))
            #expect(page.contains("\(path)resend/?reason=not_configured"))
            #expect(
                try await bob.get("\(path)resend/?reason=not_configured").text.contains(
                    #"name="reason" value="not_configured""#))
            let again = try await bob.submit("\(path)1/resend/")
            #expect(again.message == "The message is sent again.")
            #expect(try await states() == ["waiting"])
            #expect(
                try await bob.submit("\(path)1/resend/").text.contains("No message that failed"))

            try await site.send(by: .sms)
            let all = try await bob.submit("\(path)resend/", ["reason": "not_configured"])
            #expect(all.message == "1 message is sent again.")
            #expect(try await states() == ["waiting"])
        }
    }

    @Test func `send again those that are shown, and no others`() async throws {
        try await TestSite.run { site in
            _ = try await site.tellBob(at: "b@example.org", "c@example.org")
            try await site.send(by: .sms)
            let path = "/notifications/messages/"
            let bob = try await site.browser(of: site.cast.bob)
            let resend = "\(path)resend/?reason=not_configured&destination=2"
            let list = try await bob.get("\(path)?destination=2&reason=not_configured").text
            #expect(list.contains(#"href="\#(resend.replacing("&", with: "&amp;"))""#))
            let form = try await bob.get(resend).text
            #expect(form.contains(#"name="destination" value="2""#))
            #expect(form.contains("Your messages that failed to destination 2 as this server"))

            let done = try await bob.submit(
                "\(path)resend/", ["reason": "not_configured", "destination": "2", "all": ""])
            #expect(done.message == "1 message is sent again.")
            let waiting = try await site.operations.notifications.deliveries(
                DeliverySelection(), by: site.cast.bob.requester
            ).filter { $0.state == .waiting }
            #expect(waiting.map(\.address) == ["c@example.org"])
            #expect(
                !(try await bob.get("\(path)?state=sent&reason=not_configured").text)
                    .contains("Send these again"))
        }
    }

    @Test func `are everybody's only for the staff`() async throws {
        try await TestSite.run { site in
            let path = "/notifications/messages/resend/?all=1"
            let bob = try await site.browser(of: site.cast.bob)
            let charlie = try await site.browser(of: site.cast.charlie)

            #expect(try await bob.get(path).text.contains("Your messages that failed."))
            #expect(
                try await charlie.get(path).text.contains("Everybody&#39;s messages that failed."))
        }
    }

    @Test func `tell at once what becomes of messages, also to the page of the incident`()
        async throws
    {
        try await TestSite.run { site in
            let id = try await site.tellBob()
            let feed = LiveFeed(site.operations, pause: .milliseconds(1))
            var own = await feed.followMessages(.user(site.cast.bob.id)).makeAsyncIterator()
            var other = await feed.followMessages(.user(site.cast.alice.id)).makeAsyncIterator()
            var page = try await feed.follow(
                IncidentListing(.ids([id.rawValue])), messages: .incident(id)
            ).makeAsyncIterator()
            try await site.send(by: .email)

            #expect(await own.nextThatTells()?.others == [id])
            #expect(await page.nextThatTells()?.others == [id])
            // To whom it is nothing, there is a sign of life now and then.
            #expect(await other.next()?.isEmpty == true)
        }
    }

    @Test func `are looked at only while somebody follows`() async throws {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations, pause: .milliseconds(1))
            let stream = await feed.followMessages(.everybody)
            #expect(await feed.looking != nil)
            await feed.leaveMessages(1)
            #expect(await feed.looking == nil)
            withExtendedLifetime(stream) {}
        }
    }
}

@Suite struct `Whom nothing reaches` {
    @Test func `is a page for the staff`() async throws {
        try await TestSite.run { site in
            _ = try await site.tellBob()
            let page = try await site.browser(of: site.cast.charlie).get(
                "/notifications/unreachable/"
            ).text

            #expect(page.contains("alice") && !page.contains(">bob<"))
            #expect(page.contains("There is no notification profile."))
            #expect(
                try await site.browser(of: site.cast.bob).get("/notifications/unreachable/")
                    .status == 403)
        }
    }
}

@Suite struct `The preview of a profile` {
    @Test func `says what would have been sent, and why nothing else`() async throws {
        try await TestSite.run { site in
            let id = try await site.tellBob()
            _ = try await site.create(.sample(tags: ["host=other"]))
            let slots = try await site.operations.timeslots.list(of: site.cast.bob.requester)
            let page = try await site.browser(of: site.cast.bob).submit(
                "/notifications/profiles/create/",
                [
                    "timeslot": "\(try #require(slots.first).id)", "filters": "1",
                    "destinations": "1", "preview": "1",
                ]
            ).text

            #expect(page.contains("In the last week it would have sent 1 message."))
            #expect(page.contains("/incidents/\(id)/"))
            #expect(page.contains("Incident start, to b@example.org"))
            #expect(page.contains("Filter &quot;box&quot; does not hold"))
            let form = try await site.browser(of: site.cast.bob).get(
                "/notifications/profiles/1/update/"
            ).text
            #expect(!form.contains("it would have sent"))
        }
    }
}
