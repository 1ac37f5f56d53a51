import ArgusClient
import ArgusVocabulary

/// Reads what Icinga 2's event stream tells (Icinga's manual, "Event Streams"), an object a line.
package struct Icinga2Decoder: AlertDecoder {
    /// The types of events that it reads.
    static let types = ["StateChange", "AcknowledgementSet", "AcknowledgementCleared", "Flapping"]

    /// A decoder; there is nothing to be set.
    package init() {}

    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        guard let type = body.filled("type") else { return [.refused("it has no `type`")] }
        guard Self.types.contains(type) else {
            return [.ignored("an event of the type \(type.inOneLine)")]
        }
        guard let host = body.filled("host") else { return [.refused("it has no `host`")] }
        let names = Icinga2Names(host: host, service: body.filled("service"))
        let time = Timestamp(icinga: body["timestamp"]) ?? receipt
        switch type {
        case "StateChange": return [change(body, names, time)]
        case "Flapping": return [flapping(body, names, time)]
        default: return [acknowledgement(body, names, time, isSet: type == "AcknowledgementSet")]
        }
    }

    private func change(_ body: JSONValue, _ names: Icinga2Names, _ time: Timestamp) -> Reading {
        guard let state = body["state"]?.wholeNumber else { return .refused("it has no `state`") }
        if state == 0 {
            var alert = Alert.close(names.key, at: time)
            alert.isLive = true
            return .alert(alert)
        }
        guard body["state_type"]?.wholeNumber != 0 else {
            return .ignored("\(names.key.inOneLine) is checked again before it counts")
        }
        return .alert(names.opening(state, at: time, body["check_result"]))
    }

    /// Servers and manual spell the share of changes differently; whether it flaps is all that counts.
    private func flapping(_ body: JSONValue, _ names: Icinga2Names, _ time: Timestamp) -> Reading {
        let share = ["flapping_current", "current_flapping"].compactMap { body.filled($0) }.first
        guard body["is_flapping"] == true else {
            return .ignored("\(names.key.inOneLine) flaps no more")
        }
        let words = share.map { " (\($0) % of its checks)" } ?? ""
        return .alert(names.stateless("begins to flap\(words)", at: time))
    }

    /// Its comment may be missing.
    private func acknowledgement(
        _ body: JSONValue, _ names: Icinga2Names, _ time: Timestamp, isSet: Bool
    ) -> Reading {
        guard body["state"]?.wholeNumber != 0 else {
            return .ignored("an acknowledgement of what is no problem")
        }
        if body.filled("comment").map(Deed.isOurs) == true {
            return .ignored("an acknowledgement that was carried over from Argus")
        }
        let who = body.filled("author") ?? "Somebody"
        let comment = body.filled("comment").map { ": \($0)" } ?? ""
        let what =
            isSet
            ? "\(who) acknowledged it in Icinga\(comment)"
            : "The acknowledgement in Icinga was taken back"
        return .alert(.event(names.key, description: what, at: time))
    }
}
