import ArgusVocabulary

/// Why nobody's message would reach a person.
package enum UnreachableReason: String, CaseIterable, Sendable {
    case noProfile = "no_profile"
    case noActiveProfile = "no_active_profile"
    /// Every active profile that describes something is paused.
    case paused
    /// No active profile describes anything.
    case noFilter = "no_filter"
    /// The account has no destination at all.
    case noDestination = "no_destination"
    /// There are destinations, and no active profile names one.
    case profileWithoutDestination = "profile_without_destination"
    /// This server cannot send by the medium of any of the destinations.
    case notConfigured = "not_configured"
    /// What was sent last to each of the destinations did not arrive.
    case failing

    /// The reason in a sentence.
    package var sentence: String {
        switch self {
        case .noProfile: "There is no notification profile."
        case .noActiveProfile: "No notification profile is active."
        case .paused: "Every active profile that has a filter is paused."
        case .noFilter: "No active profile has a filter, so that none describes anything."
        case .noDestination: "There is no destination."
        case .profileWithoutDestination: "No active profile with a filter has a destination."
        case .notConfigured: "This server is not set up to send by any of the media."
        case .failing: "The last messages to all destinations did not arrive."
        }
    }

    /// Why no profile of a person leads, at a moment, to a place where messages arrive; nil if one does.
    ///
    /// `isCalled` says whether somebody's profile tells a team in which the person is. `own` are all
    /// destinations of the person, `carried` those among them to which this server can send, `working`
    /// those at which messages arrive as far as is known.
    package init?(
        _ profiles: [NotificationProfile], at now: Timestamp, isCalled: Bool,
        own: Set<Destination.ID>, carried: Set<Destination.ID>, working: Set<Destination.ID>
    ) {
        let active = profiles.filter(\.isActive)
        let telling = active.filter { $0.tells(at: now) }
        // Whoever is called is so wherever that is.
        let named = telling.flatMap { profile in
            profile.destinations + profile.rules.escalation.flatMap(\.destinations)
        }
        let reached = isCalled ? own : Set(named).intersection(own)
        if profiles.isEmpty, !isCalled {
            self = .noProfile
        } else if active.isEmpty, !isCalled {
            self = .noActiveProfile
        } else if telling.isEmpty, !isCalled {
            self = active.allSatisfy(\.filters.isEmpty) ? .noFilter : .paused
        } else if own.isEmpty {
            self = .noDestination
        } else if reached.isEmpty {
            self = .profileWithoutDestination
        } else if reached.isDisjoint(with: carried) {
            self = .notConfigured
        } else if reached.isDisjoint(with: carried.intersection(working)) {
            self = .failing
        } else {
            return nil
        }
    }
}
