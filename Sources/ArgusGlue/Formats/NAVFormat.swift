import ArgusClient

/// Reads the alerts that NAV's event engine writes, one JSON object each.
///
/// The members are described in NAV's manual, "Exporting the alert stream". `history` is the
/// problem's identifier, and is never used for another; alerts without one belong to no problem and
/// are ignored.
public struct NAVFormat: Sendable {
    /// The zone of the NAV server's clock: NAV writes most times without an offset.
    public let zone: Zone
    /// Which alerts are ignored.
    public let omissions: Set<Omission>

    /// A kind of alert that a site may not want to see.
    public enum Omission: String, CaseIterable, Sendable {
        /// What begins, or happens, while NAV has its subject in maintenance; ends are always
        /// taken, since the problem may have begun before.
        case maintenance
        /// What happens and has no end, such as a warning before a box is declared down.
        case stateless
    }

    /// Reads times without an offset in `zone`, and leaves out some alerts.
    public init(zone: Zone, leavingOut omissions: Set<Omission> = []) {
        (self.zone, self.omissions) = (zone, omissions)
    }

    /// Reads an object; `now` stands for a time that is missing or unreadable, and a tag
    /// `time_source=receipt` says so.
    public func read(_ object: JSONObject, now: Timestamp) -> Reading {
        let object = NAVObject(object: object)
        guard object.has("state"), object.has("history") else {
            return .refused("neither `state` nor `history` may be missing in a NAV alert")
        }
        guard let key = object.text("history"), !key.trimmingBlanks().isEmpty else {
            return .ignored("alert \(object.text("id") ?? "without id") has no history")
        }
        if let omission = omission(of: object) {
            return .ignored("alert \(object.text("id") ?? "without id") is \(omission)")
        }
        let written = object.text("time").flatMap { try? Timestamp($0, in: zone) }
        let time = written ?? now
        var tags = object.tags
        if written == nil { tags.append("time_source", "receipt") }
        switch object.text("state") {
        case "s":
            var opening = Alert.open(
                key, description: object.description, at: time, level: object.level, tags: tags,
                detailsURL: object.detailsURL, metadata: object.metadata)
            opening.isOnce = true
            return .alert(opening)
        case "x":
            return .alert(
                .stateless(
                    key, description: object.description, at: time, level: object.level,
                    tags: tags, detailsURL: object.detailsURL, metadata: object.metadata))
        case "e":
            var closing = Alert.close(key, at: time, description: object.text("message") ?? "")
            closing.isOnce = true
            return .alert(closing)
        default: return .refused("`state` must be s, e or x")
        }
    }

    /// Why an alert is left out; nil if it is not.
    private func omission(of object: NAVObject) -> String? {
        let state = object.text("state")
        if state == "x", omissions.contains(.stateless) { return "stateless" }
        let isKept = state == "e" || !object.isOnMaintenance
        return isKept || !omissions.contains(.maintenance) ? nil : "of something in maintenance"
    }
}

/// The members of one alert of NAV, and what becomes of them.
private struct NAVObject {
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
