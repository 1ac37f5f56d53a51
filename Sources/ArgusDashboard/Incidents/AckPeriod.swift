import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// For how long somebody acknowledges an incident, as a form says it.
enum AckPeriod {
    /// What one chooses from.
    static let choices: [(value: String, label: String)] = [
        ("", "for good"), ("1h", "for an hour"), ("4h", "for four hours"),
        ("morning", "until tomorrow morning, 08:00"),
    ]

    /// Until when that is, nil for good; a time that was typed goes before a choice.
    static func expiration(
        _ choice: String, orAt time: String, _ moments: MomentFormat
    ) throws(Refusal) -> Timestamp? {
        if !time.isEmpty {
            guard let moment = moments.moment(time) else {
                throw .invalid("until_time", "It is no date and time, such as 2026-11-25 08:00.")
            }
            guard moment > moments.now else {
                throw .invalid("until_time", .order(.expiration(now: moments.now)))
            }
            return moment
        }
        switch choice {
        case "": return nil
        case "1h": return moments.now + .seconds(3600)
        case "4h": return moments.now + .seconds(4 * 3600)
        case "morning": return moments.tomorrow(at: 8)
        default: throw .invalid("until", .noChoice)
        }
    }
}
