import ArgusVocabulary

/// What about an incident somebody may want to be told.
package enum NotificationKind: String, CaseIterable, Comparable, Sendable {
    /// It began, or happened once.
    case opened
    /// It is over: its source says so, or a person.
    case closed
    /// It is open again.
    case reopened
    case acknowledged
    /// It is worse than before.
    case raised
    /// Somebody wrote something into its log.
    case comment
    case ticket
    /// Anything else about it became different.
    case changed

    /// What an event is about.
    package init(_ type: EventType, _ noted: NotedChange?, level: Level) {
        if let noted {
            switch noted.field {
            case IncidentMember.level.name
            where
                (noted.formerLevel ?? level).rawValue > level.rawValue:
                self = .raised
            case IncidentMember.ticketURL.name: self = .ticket
            default: self = .changed
            }
            return
        }
        self =
            switch type {
            case .start, .stateless: .opened
            case .end, .close: .closed
            case .reopen, .restart: .reopened
            case .acknowledge: .acknowledged
            case .other: .comment
            case .change, .unknown: .changed
            }
    }

    package static func < (one: NotificationKind, other: NotificationKind) -> Bool {
        one.rawValue < other.rawValue
    }
}
