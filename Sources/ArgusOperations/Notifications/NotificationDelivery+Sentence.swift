import ArgusCore
import ArgusVocabulary

extension NotificationDelivery {
    /// What became of it, in a sentence; times in a zone.
    package func sentence(in zone: Zone) -> String {
        let place = "by \(medium.name) to \(address)\(details(in: zone))"
        let why = reason.map { ": \($0.text)" } ?? ""
        let said = detail.isEmpty ? "" : " (\(detail))"
        return switch state {
        case .sent: "Sent \(place) at \(updated.text(in: zone))\(said)."
        case .failed:
            "Not sent \(place) after \(attempts) attempt\(attempts == 1 ? "" : "s")\(why)\(said)."
        case .dropped: "Not sent \(place)\(why)."
        case .waiting:
            attempts == 0
                ? "To be sent \(place) at \(due.text(in: zone))\(why)."
                : "Tried \(attempts) time\(attempts == 1 ? "" : "s") \(place)\(why)\(said); "
                    + "again at \(due.text(in: zone))."
        }
    }

    /// Why it goes there, and with which others; each part begins and ends as parts of a sentence do.
    private func details(in zone: Zone) -> String {
        var parts: [String] = []
        if let level { parts.append("level \(level) of an escalation") }
        if !note.isEmpty { parts.append(note) }
        let others = carried - 1
        let company = others < 1 ? "" : " with \(others) other\(others == 1 ? "" : "s")"
        switch terms.gathering {
        case .digest(let moment):
            parts.append("gathered for the digest of \(moment.clock(in: zone))\(company)")
        case .storm(_, _, let tag) where carrier != nil:
            parts.append("in one message about \(tag.text)\(company)")
        case .storm, nil: break
        }
        return parts.isEmpty ? "" : ", \(parts.joined(separator: ", ")),"
    }
}

extension Timestamp {
    /// The time of day that clocks of a zone show, `hh:mm`.
    package func clock(in zone: Zone) -> String {
        String(TimeOfDay(zone.civilTime(at: self)).text.prefix(5))
    }
}
