import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A message about many incidents` {
    @Test func `names the worst in a chat, and leads there`() async throws {
        let (_, body, text) = try await asked(.digest(), .slack, by: { SlackChannel($0) })

        let attachment = body["attachments"]?.array?.first
        let title = try #require(attachment?["title"]?.string)
        #expect(title.hasPrefix("[critical] Digest of "))
        #expect(title.hasSuffix(": 2 incidents, worst: Disk is full"))
        #expect(attachment?["title_link"] == "https://argus.example.org/incidents/8/")
        #expect(attachment?["color"] == "#b71c1c")
        #expect(text.contains("Box is down"))
    }

    @Test(arguments: [
        (MaintenanceNotice.Kind.end, "is over: 2 incidents are still open", "Over since"),
        (.warning, "ends soon: 2 incidents are open", "Ends"),
    ])
    func `tells of maintenance, and leads to it`(
        kind: MaintenanceNotice.Kind, words: String, end: String
    ) async throws {
        let url = "https://argus.example.org/plannedmaintenance/5/"
        let notice = Notice.digest(
            .maintenance(
                MaintenanceNotice(
                    id: 1, kind: kind, task: 5, description: "new\ndisks", windowEnd: .sample,
                    created: .sample)), url: url)
        let (_, body, text) = try await asked(notice, .slack, by: { SlackChannel($0) })

        let attachment = body["attachments"]?.array?.first
        #expect(
            attachment?["title"]
                == .string("[critical] Maintenance \"new disks\" \(words), worst: Disk is full"))
        #expect(attachment?["title_link"] == .string(url))
        #expect(text.contains("Box is down") && text.contains("\(end): "))

        let (_, told, _) = try await asked(
            notice, .webhook, ["secret": "0123456789abcdef"], by: { WebhookChannel($0) })
        #expect(told["gathered"]?["incidents"]?.array?.map { $0["pk"] } == [8, 7])
        #expect(told["urls"]?["argus"] == .string(url))
    }

    @Test func `sounds as the worst of them does`() async throws {
        let (_, body, _) = try await asked(
            .digest(), .pushover, ["user_key": "uQ", "token": "aZ"]
        ) { PushoverChannel($0, root: $1) }

        #expect(body["priority"] == 1)
    }

    @Test func `has a line for each of them in PagerDuty`() async throws {
        let (_, alert, _) = try await asked(
            .digest(), .pagerduty, ["routing_key": "R0"], by: { PagerDutyChannel($0) })

        let names = alert["payload"]?["custom_details"]?.object?.members.map(\.name)
        #expect(names == ["1. Incident start, level 1", "2. Incident end, level 3"])
    }

    @Test func `has all of them for a program`() async throws {
        let (_, body, _) = try await asked(
            .digest(), .webhook, ["secret": "0123456789abcdef"], by: { WebhookChannel($0) })

        let incidents = body["gathered"]?["incidents"]?.array
        #expect(incidents?.map { $0["pk"] } == [8, 7])
        #expect(incidents?.map { $0["event"] } == ["STA", "END"])
        #expect(body["level"] == "critical")
    }

    @Test func `is an alert of its own in PagerDuty, and takes no other message's place`()
        async throws
    {
        let (_, alert, _) = try await asked(
            .digest(), .pagerduty, ["routing_key": "R0"], by: { PagerDutyChannel($0) })
        #expect(alert["event_action"] == "trigger")
        #expect(alert["dedup_key"] == "argus-message-3-2-0")
        #expect(alert["payload"]?["severity"] == "critical")

        let (head, _, _) = try await asked(
            .digest(), .ntfy, path: "/topic", by: { NtfyChannel($0) })
        #expect(head.contains("X-Sequence-ID: argus-3-2-0\r\n"))
    }
}
