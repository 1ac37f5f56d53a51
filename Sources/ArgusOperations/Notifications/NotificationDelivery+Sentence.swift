import ArgusCore
import ArgusVocabulary

extension NotificationDelivery {
    /// What became of it, in a sentence; times in a zone.
    package func sentence(in zone: Zone) -> String {
        let about = notice == nil ? "" : ", in a message about planned maintenance"
        let details = details(in: zone)
        let place = "by \(medium.name) to \(address)\(about)\(details)"
        // Details stand between commas, unless the sentence ends, or a reason follows.
        let comma = details.isEmpty && about.isEmpty ? "" : ","
        let why = reason.map { ": \($0.text)" } ?? ""
        let said = detail.asAside
        return switch state {
        case .sent:
            "Sent \(place)\(comma) at \(updated.text(in: zone))"
                + (reason == .template ? ", in the built-in words" : "") + "\(said)."
        case .failed:
            "Not sent \(place)\(comma) after \(attempts) attempt\(attempts == 1 ? "" : "s")\(why)\(said)."
        case .dropped: "Not sent \(place)\(why)."
        case .waiting:
            attempts == 0
                ? "To be sent \(place)\(comma) at \(due.text(in: zone))\(why)."
                : "Tried \(attempts) time\(attempts == 1 ? "" : "s") \(place)\(why)\(said); "
                    + "again at \(due.text(in: zone))."
        }
    }

    /// Why it goes there, and with which others; begins with a comma, if there is something to say.
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
        return parts.isEmpty ? "" : ", \(parts.joined(separator: ", "))"
    }
}

extension String {
    /// What was said, in parentheses within a sentence; empty if nothing was.
    var asAside: String {
        isEmpty ? "" : " (\(hasSuffix(".") && !hasSuffix("..") ? String(dropLast()) : self))"
    }
}

extension Timestamp {
    /// The time of day that clocks of a zone show, `hh:mm`.
    package func clock(in zone: Zone) -> String {
        String(TimeOfDay(zone.civilTime(at: self)).text.prefix(5))
    }
}
