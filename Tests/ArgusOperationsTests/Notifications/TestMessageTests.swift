import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A test message` {
    /// Somebody with an e-mail address, on a server that sends mail by a channel.
    private func trying(
        _ channel: FakeChannel, isolation: isolated (any Actor)? = #isolation,
        _ body: (Watcher, Destination.ID) async throws -> Void
    ) async throws {
        try await TestDatabase.with(channels: [channel]) { database in
            let dora = try await Watcher(database)
            let own = try await dora.operations.destinations.list(of: dora.requester)
            try await body(dora, try #require(own.first).id)
        }
    }

    @Test func `goes by the channel at once, and is kept nowhere`() async throws {
        let channel = FakeChannel()
        try await trying(channel) { dora, mail in
            let test = try await dora.operations.notifications.sendTest(
                to: mail, by: dora.requester)

            #expect(
                test.sentence
                    == "A test message was sent by Email to dora@example.org (250 taken).")
            let notice = try #require(channel.notices.first)
            #expect(notice.event.incident.description.contains("test message"))
            #expect(notice.event.event.actorName == "dora")
            let kept = try await dora.database.driver.read {
                try $0.contents(of: "delivery", without: ["lease"])
            }
            #expect(kept.isEmpty)
        }
    }

    @Test func `says why it was not sent, in the other side's words`() async throws {
        try await trying(FakeChannel { _ in .failed(.address, "550 who?") }) { dora, mail in
            let test = try await dora.operations.notifications.sendTest(
                to: mail, by: dora.requester)

            #expect(!test.isSent && test.reason == .address)
            #expect(
                test.sentence
                    == """
                    The test message was not sent by Email to dora@example.org: the other side does \
                    not know the address (550 who?).
                    """)
        }
    }

    @Test func `has another name each time`() async throws {
        let channel = FakeChannel()
        try await trying(channel) { dora, mail in
            for _ in 0..<2 {
                _ = try await dora.operations.notifications.sendTest(to: mail, by: dora.requester)
                dora.database.clock.advance(by: .seconds(1))
            }
            #expect(Set(channel.notices.map(\.delivery.key)).count == 2)
        }
    }

    @Test func `is for the owner of the destination, and for those who administer accounts`()
        async throws
    {
        try await trying(FakeChannel()) { dora, mail in
            let (cast, notifications) = (dora.database.cast, dora.operations.notifications)
            for other in [cast.bob, cast.charlie] {
                await #expect(throws: Refusal.noSuch(.destination)) {
                    _ = try await notifications.sendTest(to: mail, by: other.requester)
                }
            }
            for asker in [cast.alice.requester, .console] {
                let test = try await notifications.sendTest(to: mail, by: asker)
                #expect(test.isSent)
            }
        }
    }

    @Test func `is sent so often and no more, until a while has passed`() async throws {
        let channel = FakeChannel()
        try await trying(channel) { dora, mail in
            let most = NotificationOperations.mostTests
            for _ in 0..<most {
                _ = try await dora.operations.notifications.sendTest(to: mail, by: dora.requester)
            }
            await #expect(
                throws: Refusal.tooManyAttempts(
                    "There were too many test messages; try again in 300 seconds.", retryAfter: 300)
            ) {
                _ = try await dora.operations.notifications.sendTest(to: mail, by: dora.requester)
            }
            #expect(channel.notices.count == most)
            dora.database.clock.advance(by: .seconds(300))
            _ = try await dora.operations.notifications.sendTest(to: mail, by: dora.requester)
            #expect(channel.notices.count == most + 1)
        }
    }

    @Test func `by a medium that this server cannot send by says so`() async throws {
        try await trying(FakeChannel(.sms)) { dora, mail in
            let test = try await dora.operations.notifications.sendTest(
                to: mail, by: dora.requester)
            #expect(test.reason == .notConfigured)
        }
    }
}
