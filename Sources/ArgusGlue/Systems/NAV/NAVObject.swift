import ArgusClient
import ArgusVocabulary

/// The members of one alert of NAV, and what becomes of them.
struct NAVObject {
    let object: JSONObject

    func has(_ name: String) -> Bool { object[name] != nil }

    /// A string or a number, as text.
    func text(_ name: String) -> String? { Self.text(object[name]) }

    static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let text): text
        default: nil
        }
    }

    func filled(_ name: String) -> String? {
        text(name).flatMap { $0.trimmingBlanks().isEmpty ? nil : $0 }
    }

    private func member(_ name: String, of outer: String) -> String? {
        Self.text(object[outer]?[name]).flatMap { $0.trimmingBlanks().isEmpty ? nil : $0 }
    }

    var description: String {
        filled("message") ?? member("description", of: "alert_type")
            ?? member("description", of: "event_type") ?? filled("subject")
            ?? "NAV alert without a message"
    }

    /// NAV 5.2 and later use the levels of Argus.
    var level: Incident.Level? {
        object["severity"]?.integer.flatMap { Incident.Level(rawValue: Int($0)) }
    }

    /// NAV's page about the alert: `alert_details_url` leads to its REST API instead.
    var detailsURL: String? {
        let history = filled("history") ?? ""
        let isNumber = !history.isEmpty && history.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber
            ? "/search/event/\(history)" : filled("event_history_url") ?? filled("subject_url")
    }

    var isOnMaintenance: Bool { object["on_maintenance"] == true }

    /// The host's name: the subject if it is a host, else what the subject's page is below.
    private var host: String? {
        if text("subject_type") == "Netbox" { return filled("subject") }
        let parts = (text("subject_url") ?? "").split(separator: "/")
        return parts.count >= 2 && parts[0] == "ipdevinfo" ? String(parts[1]) : nil
    }

    var tags: Tags {
        var tags = Tags()
        func add(_ key: String, _ value: String?) {
            if let value { tags.append(key, value) }
        }
        add("host", host)
        if text("subject_type") != "Netbox" { add("subject", filled("subject")) }
        add("subject_type", filled("subject_type"))
        add("event_type", member("id", of: "event_type"))
        add("alert_type", member("name", of: "alert_type"))
        add("subsystem", filled("source"))
        for place in ["location", "room", "organization"] { add(place, filled(place)) }
        for group in object["device_groups"]?.array ?? [] { add("device_group", Self.text(group)) }
        if isOnMaintenance { add("maintenance", "true") }
        return tags
    }

    /// What NAV itself would be asked with.
    var metadata: JSONValue {
        var kept = JSONObject()
        let names = [
            "id", "history", "netbox", "device", "subid", "value", "subject_url",
            "alert_details_url", "netbox_history_url", "event_history_url",
        ]
        for name in names {
            if let value = object[name], value != .null { kept.set(name, to: value) }
        }
        return ["nav": .object(kept)]
    }
}
