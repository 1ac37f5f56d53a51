import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Testing

private let settings = ["routing_key": "R0"]

@Suite struct `An alert of PagerDuty` {
    @Test(arguments: [
        (EventType.start, "trigger"), (.reopen, "trigger"), (.change, "trigger"),
        (.acknowledge, "acknowledge"), (.end, "resolve"), (.close, "resolve"),
    ])
    func `is one for all events of an incident`(type: EventType, action: String) async throws {
        let (head, body, _) = try await asked(
            .sample(type: type), .pagerduty, settings, by: { PagerDutyChannel($0) })

        #expect(head.hasPrefix("POST /hook HTTP/1.1"))
        #expect(body["event_action"] == .string(action))
        #expect(body["dedup_key"] == "argus-incident-7")
        #expect(body["routing_key"] == "R0")
        #expect((body["payload"] != nil) == (action == "trigger"))
    }

    @Test func `says what is wrong, where and how bad it is`() async throws {
        let (_, body, _) = try await asked(
            .sample(level: .moderate), .pagerduty, settings, by: { PagerDutyChannel($0) })

        #expect(body["payload"]?["summary"] == "[moderate] box.example.org: Box is down")
        #expect(body["payload"]?["source"] == "box.example.org")
        #expect(body["payload"]?["severity"] == "warning")
        #expect(body["client_url"] == "https://argus.example.org/incidents/7/")
    }

    @Test func `is sent to try the destination, as an alert of its own`() async throws {
        let (_, body, _) = try await asked(
            .sample(type: .other, endTime: .stateless), .pagerduty, settings,
            by: { PagerDutyChannel($0) })

        #expect(body["event_action"] == "trigger")
    }

    @Test func `is not opened again by what comes after its end`() async {
        let channel = PagerDutyChannel(OutgoingHTTP(here: .here))
        let outcome = await channel.send(
            .sample(type: .other, endTime: .ended(.sample - .seconds(1))),
            to: .sample(.pagerduty, port: 1, settings))
        #expect(outcome == .sent("nothing to be done: the alert is over"))
    }
}
