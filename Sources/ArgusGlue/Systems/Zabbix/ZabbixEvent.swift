import ArgusClient
import ArgusVocabulary

/// One message of Zabbix, whose macros may be missing: one that has no value here is written as it is,
/// or as `*UNKNOWN*`.
struct ZabbixEvent {
    private let body: JSONValue
    private let zone: Zone
    private let receipt: Timestamp

    init(_ body: JSONValue, in zone: Zone, receipt: Timestamp) {
        (self.body, self.zone, self.receipt) = (body, zone, receipt)
    }

    /// A text that says something.
    func filled(_ name: String) -> String? {
        guard let text = body.filled(name), text != "*UNKNOWN*", !Self.isMacro(text) else {
            return nil
        }
        return text
    }

    /// Whether a text is one macro, such as `{EVENT.RECOVERY.ID}` or `{$USER.MACRO}`.
    private static func isMacro(_ text: String) -> Bool {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return false }
        return text.dropFirst().dropLast().unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "A"..."Z", "0"..."9", ".", "_", "$", "#", "<", ">": true
            default: false
            }
        }
    }

    /// Whether it is of network discovery or of autoregistration, which tell of what has no end.
    var isWithoutEnd: Bool { ["1", "2"].contains(filled("source")) }

    /// Whether somebody did something about a problem.
    var isUpdate: Bool { filled("update_status") == "1" }

    func opening(_ key: String) -> Alert {
        .open(
            key, description: description, at: start ?? receipt, level: level, tags: tags,
            detailsURL: link(key), metadata: metadata
        ).once
    }

    func closing(_ key: String) -> Alert {
        let end = time("recovery_timestamp") ?? receipt
        return .close(key, at: end).once
    }

    func stateless(_ key: String) -> Alert {
        .stateless(
            key, description: description, at: start ?? receipt, level: level, tags: tags,
            metadata: metadata)
    }

    /// What an update says: how the problem is now, if it lasts, and what was done.
    ///
    /// It may be the first that is heard of the problem.
    func updates(_ key: String) -> [Alert] {
        let time = time("update_timestamp") ?? receipt
        var alerts: [Alert] = []
        if filled("value") != "0" {
            alerts.append(opening(key))
            alerts.append(
                .change(key, description: description, at: time, level: level, tags: tags))
        }
        // What was carried over from Argus is in the log there.
        if filled("update_message").map(Deed.isOurs) == true { return alerts }
        return alerts + [.event(key, description: update, at: time)]
    }

    private var description: String {
        filled("name") ?? filled("subject") ?? "A problem of Zabbix without a name"
    }

    /// What was done, by whom, and what they said of it.
    private var update: String {
        let who = filled("update_user") ?? "Somebody"
        let done = filled("update_action").flatMap {
            $0.hasPrefix("{") || $0.hasPrefix("[") ? nil : $0
        }
        let message = filled("update_message").map { ": \($0)" } ?? ""
        return "\(who) \(done ?? "updated the problem in Zabbix")\(message)"
    }

    /// Zabbix counts from 0 (not classified) to 5 (disaster).
    private var level: Incident.Level? {
        switch filled("severity") {
        case "5": .critical
        case "4": .high
        case "3": .moderate
        case "2": .low
        case "0", "1": .information
        default: nil
        }
    }

    /// When the problem began: `{EVENT.TIMESTAMP}`, or date and time on the server's clock.
    private var start: Timestamp? {
        time("timestamp")
            ?? filled("clock").flatMap { Timestamp(said: Self.dashed($0), in: zone) }
    }

    private func time(_ name: String) -> Timestamp? {
        guard let seconds = filled(name).flatMap({ Int64($0) }), seconds > 86_400 else {
            return nil
        }
        return Timestamp(unixSeconds: seconds)
    }

    /// `2026.11.20 04:14:07` as ISO 8601 has it.
    private static func dashed(_ clock: String) -> String {
        let parts = clock.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return clock }
        return "\(parts[0].replacing(".", with: "-"))T\(parts[1])"
    }

    private var tags: Tags {
        var tags = Tags()
        func add(_ key: String, _ value: String?) {
            if let value { tags.append(key, value) }
        }
        add("host", filled("hostname"))
        for group in (filled("hostgroups") ?? "").split(separator: ",") {
            add("host_group", String(group.trimmingBlanks()))
        }
        add("trigger", filled("triggerid"))
        for tag in ownTags { add(tag.key, tag.value) }
        if start == nil { add("time_source", "receipt") }
        return tags
    }

    /// The tags of the event: `{EVENT.TAGSJSON}` is JSON, `{EVENT.TAGS}` text such as `a:b, c`.
    private var ownTags: [(key: String, value: String)] {
        let written =
            body["tags"]?.array ?? filled("tags").flatMap { try? JSONValue(parsing: $0) }?.array
        if let written {
            return written.compactMap { tag in
                tag.filled("tag").map { (key: $0, value: tag["value"]?.plainText ?? "") }
            }
        }
        return (filled("tags") ?? "").split(separator: ",").compactMap { text in
            let parts = text.trimmingBlanks().split(separator: ":", maxSplits: 1)
            guard let key = parts.first else { return nil }
            let value = parts.count > 1 ? parts[1].trimmingBlanks() : ""
            return (key: String(key.trimmingBlanks()), value: String(value))
        }
    }

    /// The problem's page, below the address that the media type says, or the source's base URL.
    private func link(_ key: String) -> String? {
        guard let trigger = filled("triggerid"),
            trigger.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        var root = filled("zabbix_url") ?? ""
        while root.hasSuffix("/") { root.removeLast() }
        return "\(root)/tr_events.php?triggerid=\(trigger)&eventid=\(key)"
    }

    private var metadata: JSONValue {
        var kept = JSONObject()
        for name in ["eventid", "triggerid", "opdata", "hostip", "event_url"] {
            if let text = filled(name) { kept.set(name, to: .string(text)) }
        }
        return ["zabbix": .object(kept)]
    }
}

extension Alert {
    /// The same, of a key that is never used again.
    fileprivate var once: Alert {
        var alert = self
        alert.isOnce = true
        return alert
    }
}
