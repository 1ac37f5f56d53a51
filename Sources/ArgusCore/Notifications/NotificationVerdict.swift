import ArgusVocabulary

/// What was decided of an event for a profile: that it is told, or why not.
package enum NotificationVerdict: Hashable, Sendable {
    /// It is told.
    case told
    /// Nothing is told on this server.
    case off
    /// It happened too long ago to be told.
    case late
    /// Planned maintenance covers it.
    case maintenance(PlannedMaintenance.ID)
    case profileInactive
    case accountInactive
    /// Until a moment, nothing is told by the profile.
    case paused
    /// The profile has no filter, and so describes nothing.
    case noFilter
    /// A filter of the profile does not hold, because of one of its conditions.
    case filter(StoredFilter.ID, condition: String)
    /// It happened outside the timeslot.
    case timeslot(Timeslot.ID)
    /// The timeslot would have covered it, but for a holiday; with its name.
    case holiday(Timeslot.ID, String)
    /// No filter of the profile is about events of this type.
    case eventType
    /// The profile does not want to be told of this kind of thing.
    case kind(NotificationKind)
    /// The server noted it of itself, which the profile does not ask for.
    case noted
    /// It is about what was not told in the first place.
    case openingNotTold
    /// There is nowhere to tell it.
    case noDestination
    /// Nobody is on call in the team that it names, or can be reached.
    case nobodyOnCall(Team.ID)
}

extension NotificationVerdict {
    /// Whether planned maintenance hides it.
    var isMaintenance: Bool {
        if case .maintenance = self { true } else { false }
    }
}

/// How a verdict is stored: a word, a key and a text.
extension NotificationVerdict {
    /// Its word in the API and in the database.
    package var word: String {
        switch self {
        case .told: "told"
        case .off: "off"
        case .late: "late"
        case .maintenance: "maintenance"
        case .profileInactive: "profile_inactive"
        case .accountInactive: "account_inactive"
        case .paused: "paused"
        case .noFilter: "no_filter"
        case .filter: "filter"
        case .timeslot: "timeslot"
        case .holiday: "holiday"
        case .eventType: "event_type"
        case .kind: "kind"
        case .noted: "noted"
        case .openingNotTold: "opening_not_told"
        case .noDestination: "no_destination"
        case .nobodyOnCall: "nobody_on_call"
        }
    }

    /// The primary key of what it is about; nil if that has none.
    package var subject: Int64? {
        switch self {
        case .maintenance(let id): id.rawValue
        case .filter(let id, _): id.rawValue
        case .timeslot(let id), .holiday(let id, _): id.rawValue
        case .nobodyOnCall(let id): id.rawValue
        default: nil
        }
    }

    /// What else there is to say about it; nil if there is nothing.
    package var detail: String? {
        switch self {
        case .filter(_, let condition): condition
        case .kind(let kind): kind.rawValue
        case .holiday(_, let name): name
        default: nil
        }
    }

    /// The verdict that was stored; nil for a word that this version does not know.
    package init?(word: String, subject: Int64?, detail: String?) {
        let subject = subject ?? 0
        switch word {
        case "told": self = .told
        case "off": self = .off
        case "late": self = .late
        case "maintenance": self = .maintenance(PlannedMaintenance.ID(subject))
        case "profile_inactive": self = .profileInactive
        case "account_inactive": self = .accountInactive
        case "paused": self = .paused
        case "no_filter": self = .noFilter
        case "filter": self = .filter(StoredFilter.ID(subject), condition: detail ?? "")
        case "timeslot": self = .timeslot(Timeslot.ID(subject))
        case "holiday": self = .holiday(Timeslot.ID(subject), detail ?? "")
        case "event_type": self = .eventType
        case "kind":
            guard let kind = NotificationKind(rawValue: detail ?? "") else { return nil }
            self = .kind(kind)
        case "noted": self = .noted
        case "opening_not_told": self = .openingNotTold
        case "no_destination": self = .noDestination
        case "nobody_on_call": self = .nobodyOnCall(Team.ID(subject))
        default: return nil
        }
    }
}
