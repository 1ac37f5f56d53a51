import ArgusVocabulary

/// What is posted to `/v2/enqueue` of PagerDuty's Events API (its manual, "Send an Alert Event").
package struct PagerDutyEvent: Sendable {
    /// What the event does to its problem.
    package enum Action: String, CaseIterable, Sendable {
        case trigger, acknowledge, resolve
    }

    package let action: Action
    /// The secret of the integration that the event is for; nil if there is none in it.
    package let routingKey: String?
    /// What identifies the problem; nil if the sender leaves it to the server to name it.
    package let dedupKey: String?
    private let event: JSONObject

    /// The secret of the integration that a body is for, whatever else is wrong with it.
    package static func routingKey(of body: JSONValue) -> String? { body.filled("routing_key") }

    /// Reads an event, or refuses it with everything that is wrong with it.
    package init(_ body: JSONValue) throws(DialectProblem) {
        guard let event = body.object else {
            throw DialectProblem("The body must be a JSON object.")
        }
        var reasons: [String] = []
        let action = body.filled("event_action").flatMap { Action(rawValue: $0) }
        if action == nil {
            reasons.append("'event_action' must be one of trigger, acknowledge, resolve.")
        }
        dedupKey = body.filled("dedup_key")
        if let action, action != .trigger, dedupKey == nil {
            reasons.append("'dedup_key' is missing: it says what to \(action.rawValue).")
        }
        if action == .trigger, body["payload"]?.filled("summary") == nil {
            reasons.append("'payload.summary' is missing or blank.")
        }
        guard let action, reasons.isEmpty else { throw DialectProblem(reasons) }
        (self.action, self.event) = (action, event)
        routingKey = Self.routingKey(of: body)
    }

    /// What it says of the problem `key`, told live; `receipt` stands for a time that is missing.
    package func alert(_ key: String, receipt: Timestamp, in zone: Zone = .utc) -> Alert {
        var alert: Alert
        switch action {
        case .trigger: alert = opening(key, receipt, zone)
        case .resolve: alert = .close(key, at: receipt)
        case .acknowledge:
            alert = .event(key, description: "Acknowledged in \(client)", at: receipt)
            alert.isAcknowledgement = true
        }
        alert.isLive = true
        return alert
    }

    private var payload: JSONValue { event["payload"] ?? [:] }

    private var client: String {
        JSONValue.object(event).filled("client") ?? payload.filled("source") ?? "the source"
    }

    private func opening(_ key: String, _ receipt: Timestamp, _ zone: Zone) -> Alert {
        .open(
            key, description: payload.filled("summary") ?? "",
            at: Timestamp(said: payload.filled("timestamp"), in: zone) ?? receipt, level: level,
            tags: tags, detailsURL: link,
            metadata: kept.members.isEmpty ? nil : ["pagerduty": .object(kept)])
    }

    /// By the severity; one that there is not is in the middle.
    private var level: Level {
        switch payload.filled("severity")?.lowercased() {
        case "critical": .critical
        case "error": .high
        case "warning": .moderate
        case "info": .information
        default: .moderate
        }
    }

    /// Where it is, what of it and what kind of problem, by the API's names but for `source`, which is
    /// to be a host's name.
    private var tags: Tags {
        var tags = Tags()
        let names = [("source", "host"), ("component", "component"), ("group", "group")]
        for (name, key) in names + [("class", "class")] {
            if let value = payload.filled(name) { tags.append(key, value) }
        }
        return tags
    }

    private var link: String? {
        let links = event["links"]?.array ?? []
        return JSONValue.object(event).filled("client_url")
            ?? links.compactMap { $0.filled("href") }.first
    }

    private var kept: JSONObject {
        var kept = JSONObject()
        for name in ["client", "client_url", "links", "images"] {
            if let value = event[name], value != .null { kept.set(name, to: value) }
        }
        if let details = payload["custom_details"], details != .null {
            kept.set("custom_details", to: details)
        }
        return kept
    }
}
