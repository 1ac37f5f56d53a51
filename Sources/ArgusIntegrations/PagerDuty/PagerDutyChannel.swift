import ArgusCore
import ArgusVocabulary

/// Triggers, acknowledges and resolves alerts of a service of PagerDuty, or of another one that takes
/// its Events API v2 (<https://developer.pagerduty.com/docs/send-alert-event>).
///
/// All events of an incident have one `dedup_key`, and so are one alert; what tells of many incidents is
/// an alert of its own, which is resolved there.
package struct PagerDutyChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates
    private let url: String

    /// Sends over HTTP what templates write; destinations that name no URL to the usual one.
    package init(
        _ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn,
        url: String = "https://events.pagerduty.com/v2/enqueue"
    ) {
        (self.http, self.templates, self.url) = (http, templates, url)
    }

    package var medium: Medium { .pagerduty }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        guard let action = Self.action(notice) else {
            return .sent("nothing to be done: the alert is over")
        }
        let message = templates.write(notice, by: medium)
        var event = JSONObject()
        event.set("routing_key", to: .string(destination.settings["routing_key"] ?? ""))
        event.set("event_action", to: .string(action))
        let isOne = notice.gathered == nil && notice.event.incident.id != 0
        let subject =
            isOne
            ? "incident-\(notice.event.incident.id)" : "message-\(notice.delivery.key)"
        event.set("dedup_key", to: .string("argus-\(subject)"))
        if action == "trigger" {
            let text = ChatText(notice)
            event.set("payload", to: Self.payload(notice, text, message.title))
            event.set("client", to: "Argus")
            if let link = text.link { event.set("client_url", to: .string(link)) }
        }
        let request = OutgoingRequest(destination.settings["url"] ?? url, .object(event))
        return await http.send(request, key: notice.delivery.key).noting(message.mistake)
    }

    /// What is to become of the alert; nil if a trigger would only open again what is over.
    private static func action(_ notice: Notice) -> String? {
        if notice.gathered != nil { return "trigger" }
        let event = notice.event.event
        switch event.type {
        case .end, .close: return "resolve"
        case .acknowledge: return "acknowledge"
        case .start, .restart, .reopen, .stateless: return "trigger"
        default:
            let isOver = notice.event.incident.endTime.isClosed(at: event.timestamp)
            return isOver ? nil : "trigger"
        }
    }

    private static func payload(
        _ notice: Notice, _ text: ChatText, _ title: String
    ) -> JSONValue {
        let (incident, isOne) = (notice.event.incident, notice.gathered == nil)
        let host = isOne ? notice.tag("host") ?? notice.event.source.name : "Argus"
        var facts = JSONObject()
        for (number, (name, value)) in text.facts(bytes: 1000).enumerated() {
            // Of many incidents, several have the same name.
            facts.set(isOne ? name : "\(number + 1). \(name)", to: .string(value))
        }
        return [
            "summary": .string(title),
            "source": .string(host.cut(toBytes: 253)),
            "severity": .string(severity(text.level)),
            "timestamp": .string(
                (isOne ? incident.startTime : notice.moment).text(in: .utc)),
            "custom_details": .object(facts),
        ]
    }

    private static func severity(_ level: Level) -> String {
        switch level.rawValue {
        case 1: "critical"
        case 2: "error"
        case 3: "warning"
        default: "info"
        }
    }
}
