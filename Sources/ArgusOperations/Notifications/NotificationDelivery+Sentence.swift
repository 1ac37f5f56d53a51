import ArgusCore
import ArgusVocabulary

extension NotificationDelivery {
    /// What became of it, in a sentence; times in a zone.
    package func sentence(in zone: Zone) -> String {
        let place = "by \(medium.name) to \(address)"
        let why = reason.map { ": \($0.text)" } ?? ""
        let said = detail.isEmpty ? "" : " (\(detail))"
        return switch state {
        case .sent:
            "Sent \(place) at \(updated.text(in: zone))"
                + (reason == .template ? ", in the built-in words" : "") + "\(said)."
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
}
