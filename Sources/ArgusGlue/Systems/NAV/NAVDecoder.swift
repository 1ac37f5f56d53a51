import ArgusClient
import ArgusVocabulary

/// Reads the alerts that NAV's event engine writes, one JSON object each.
///
/// The members are described in NAV's manual, "Exporting the alert stream". `history` is the
/// problem's identifier, and is never used for another; alerts without one belong to no problem and
/// are ignored.
package struct NAVDecoder: AlertDecoder {
    /// The zone of the NAV server's clock: NAV writes most times without an offset.
    package let zone: Zone
    /// Which alerts are ignored.
    package let omissions: Set<Omission>

    /// A kind of alert that a site may not want to see.
    package enum Omission: String, CaseIterable, Sendable {
        /// What begins, or happens, while NAV has its subject in maintenance; ends are always
        /// taken, since the problem may have begun before.
        case maintenance
        /// What happens and has no end, such as a warning before a box is declared down.
        case stateless
    }

    /// Reads times without an offset in `zone`, and leaves out some alerts.
    package init(zone: Zone, leavingOut omissions: Set<Omission> = []) {
        (self.zone, self.omissions) = (zone, omissions)
    }

    /// Reads an object; a tag `time_source=receipt` says that its time is missing or unreadable.
    package func decode(_ object: JSONObject, receipt: Timestamp) -> [Reading] {
        let said = NAVObject(object: object)
        if !said.has("state"), said.has("start_time"), said.has("id") {
            return readings(of: NAVHistoryEntry(.object(object)), receipt)
        }
        return [reading(of: said, receipt)]
    }

    /// Reads what NAV's table of alerts has, as its API and its exports show it: beginning and end.
    private func readings(of entry: NAVHistoryEntry, _ receipt: Timestamp) -> [Reading] {
        let both = entry.end == nil ? [entry.opening] : [entry.opening, entry.closing]
        return both.map { reading(of: NAVObject(object: $0), receipt) }
    }

    private func reading(of object: NAVObject, _ receipt: Timestamp) -> Reading {
        guard object.has("state"), object.has("history") else {
            return .refused("neither `state` nor `history` may be missing in a NAV alert")
        }
        guard let key = object.text("history"), !key.trimmingBlanks().isEmpty else {
            return .ignored("alert \(object.text("id") ?? "without id") has no history")
        }
        if let omission = omission(of: object) {
            return .ignored("alert \(object.text("id") ?? "without id") is \(omission)")
        }
        guard let alert = alert(key, object, receipt) else {
            return .refused("`state` must be s, e or x")
        }
        return .alert(alert)
    }

    /// What an alert says of a problem; nil if its state is none.
    private func alert(_ key: String, _ object: NAVObject, _ receipt: Timestamp) -> Alert? {
        let written = object.text("time").flatMap { try? Timestamp($0, in: zone) }
        let time = written ?? receipt
        var tags = object.tags
        if written == nil { tags.append("time_source", "receipt") }
        var alert: Alert
        switch object.text("state") {
        case "s":
            alert = .open(
                key, description: object.description, at: time, level: object.level, tags: tags,
                detailsURL: object.detailsURL, metadata: object.metadata)
            alert.isOnce = true
        case "e":
            alert = .close(key, at: time, description: object.text("message") ?? "")
            alert.isOnce = true
        case "x":
            alert = .stateless(
                key, description: object.description, at: time, level: object.level, tags: tags,
                detailsURL: object.detailsURL, metadata: object.metadata)
        default: return nil
        }
        return alert
    }

    /// Why an alert is left out; nil if it is not.
    private func omission(of object: NAVObject) -> String? {
        let state = object.text("state")
        if state == "x", omissions.contains(.stateless) { return "stateless" }
        let isKept = state == "e" || !object.isOnMaintenance
        return isKept || !omissions.contains(.maintenance) ? nil : "of something in maintenance"
    }
}
