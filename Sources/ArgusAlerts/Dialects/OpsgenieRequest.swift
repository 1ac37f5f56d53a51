import ArgusVocabulary

/// What is asked for below `/v2/alerts` of Opsgenie's Alert API (its manual, "Alert API").
package struct OpsgenieRequest: Sendable {
    /// What is done to an alert.
    package enum Action: String, CaseIterable, Sendable {
        case create, close, acknowledge, note, message, description, priority, details, tags

        /// As the state of a request tells it.
        package var word: String {
            switch self {
            case .create: "Create"
            case .close: "Close"
            case .acknowledge: "Acknowledge"
            case .note: "AddNote"
            case .message: "UpdateMessage"
            case .description: "UpdateDescription"
            case .priority: "UpdatePriority"
            case .details: "AddDetails"
            case .tags: "AddTags"
            }
        }

        /// The action of a path's last part and of a method; nil if there is none.
        package init?(method: String, _ part: String) {
            switch (method, part) {
            case ("POST", "close"): self = .close
            case ("POST", "acknowledge"): self = .acknowledge
            case ("POST", "notes"): self = .note
            case ("POST", "details"): self = .details
            case ("POST", "tags"): self = .tags
            case ("PUT", "message"): self = .message
            case ("PUT", "description"): self = .description
            case ("PUT", "priority"): self = .priority
            default: return nil
            }
        }
    }

    package let action: Action
    /// What the sender calls the alert; nil where that is left to the server, or the path tells it.
    package let alias: String?
    private let body: JSONValue

    private static let defaultSource = "Opsgenie's API"

    /// Reads the body of a request, or refuses it with what is wrong with it.
    package init(_ action: Action, _ body: JSONValue) throws(DialectProblem) {
        guard body.object != nil else {
            throw DialectProblem("The body must be a JSON object.")
        }
        (self.action, self.body) = (action, body)
        alias = body.filled("alias")
        switch action {
        case .create, .message: try need("message")
        case .note: try need("note")
        case .description: try need("description")
        case .priority where level == nil:
            throw DialectProblem("'priority' must be one of P1, P2, P3, P4, P5.")
        case .close, .acknowledge, .priority, .details, .tags: break
        }
    }

    private func need(_ name: String) throws(DialectProblem) {
        guard body.filled(name) == nil else { return }
        throw DialectProblem("'\(name)' is missing or blank.")
    }

    /// What it says of the problem `key`, told live.
    package func alert(_ key: String, receipt: Timestamp) -> Alert {
        var alert: Alert
        switch action {
        case .create: alert = opening(key, receipt)
        case .close: alert = .close(key, at: receipt, description: text("Closed"))
        case .acknowledge:
            alert = .event(key, description: text("Acknowledged"), at: receipt)
            alert.isAcknowledgement = true
        case .note:
            alert = .event(key, description: note.map { "\($0) (\(who))" } ?? who, at: receipt)
        case .message: alert = .change(key, description: body.filled("message") ?? "", at: receipt)
        case .priority: alert = .change(key, at: receipt, level: level)
        case .description:
            alert = event("The description", body.filled("description"), key, receipt)
        case .details: alert = event("Details", body["details"]?.text, key, receipt)
        case .tags: alert = event("Tags", body["tags"]?.text, key, receipt)
        }
        alert.isLive = true
        return alert
    }

    private func opening(_ key: String, _ receipt: Timestamp) -> Alert {
        .open(
            key, description: body.filled("message") ?? "", at: receipt, level: level ?? .moderate,
            tags: tags, metadata: kept.members.isEmpty ? nil : ["opsgenie": .object(kept)])
    }

    private func event(_ what: String, _ text: String?, _ key: String, _ receipt: Timestamp)
        -> Alert
    {
        .event(key, description: "\(what) of \(who): \(text ?? "none")", at: receipt)
    }

    private var who: String {
        body.filled("user") ?? body.filled("source") ?? Self.defaultSource
    }

    private var note: String? { body.filled("note") }

    private func text(_ what: String) -> String {
        "\(what) by \(who)\(note.map { ": \($0)" } ?? "")"
    }

    /// By the priority: P1 is the worst.
    private var level: Level? {
        guard let priority = body.filled("priority"), priority.hasPrefix("P") else { return nil }
        return Int(priority.dropFirst()).flatMap(Level.init(rawValue:))
    }

    /// Details, then tags: `key=value` and `key:value` as they are, a word as a value of `tag`.
    private var tags: Tags {
        var tags = Tags()
        if let entity = body.filled("entity") { tags.append("entity", entity) }
        if let source = body.filled("source") { tags.append("reporter", source) }
        for (name, value) in body["details"]?.texts ?? [] where !name.isEmpty {
            tags.append(name, value)
        }
        for word in body["tags"]?.array?.compactMap(\.filledText) ?? [] {
            let parts = word.split(maxSplits: 1) { $0 == "=" || $0 == ":" }
            let isPair = parts.count == 2 && !parts[0].contains { $0.isWhitespace || $0 == "/" }
            if isPair {
                tags.append(String(parts[0]), String(parts[1]))
            } else {
                tags.append("tag", word)
            }
        }
        return tags
    }

    private var kept: JSONObject {
        var kept = JSONObject()
        for name in ["alias", "description", "details", "entity", "source", "priority", "actions"] {
            if let value = body[name], value != .null { kept.set(name, to: value) }
        }
        return kept
    }
}

/// The name of a request, by which its state can be asked for without any being kept: what was done,
/// and to which alert.
package struct OpsgenieReceipt: Hashable, Sendable {
    package let action: OpsgenieRequest.Action
    package let alias: String
    /// Whether there was such an alert to do it to.
    package let isDone: Bool

    /// Names a request.
    package init(_ action: OpsgenieRequest.Action, _ alias: String, isDone: Bool) {
        (self.action, self.alias, self.isDone) = (action, alias, isDone)
    }

    /// Reads a name; nil if it is none of ours.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let action = OpsgenieRequest.Action(rawValue: String(parts[0])),
            parts[1] == "done" || parts[1] == "unknown",
            let bytes = Self.bytes(hexadecimal: parts[2])
        else { return nil }
        (self.action, isDone) = (action, parts[1] == "done")
        alias = String(decoding: bytes, as: UTF8.self)
    }

    /// The name, which fits into a path.
    package var text: String {
        let digits = alias.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "\(action.rawValue)-\(isDone ? "done" : "unknown")-\(digits.joined())"
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        guard text.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var rest = text
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
