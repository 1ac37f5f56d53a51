import ArgusVocabulary

/// Who is told next if nobody acknowledges.
package struct EscalationLevel: Hashable, Sendable {
    /// How long after the level before it, or after the opening was to be told.
    package var after: Duration
    /// Of the profile's owner.
    package var destinations: [Destination.ID]
    /// Whoever is on call there.
    package var teams: [Team.ID]

    /// Tells destinations, and whoever is on call.
    package init(after: Duration, destinations: [Destination.ID] = [], teams: [Team.ID] = []) {
        (self.after, self.destinations, self.teams) = (after, destinations, teams)
    }
}

/// How far a profile has gone in telling others of an opening that nobody acknowledges.
package struct Escalation: Hashable, Sendable {
    package typealias ID = Identifier<Escalation>

    package let id: ID
    package let event: Event.ID
    package let incident: Incident.ID
    package let profile: NotificationProfile.ID
    /// The level that is next, from 1.
    package var level: Int
    /// When that is told.
    package var due: Timestamp
    /// Why it goes no further; nil as long as it does.
    package var end: End?

    /// Why nobody else is told.
    package enum End: String, CaseIterable, Sendable {
        case acknowledged, closed, maintenance
        /// The profile was switched off or paused, or its owner's account.
        case inactive
        /// Every level was told.
        case done
    }

    /// Puts an escalation together from what is stored.
    package init(
        id: ID, event: Event.ID, incident: Incident.ID, profile: NotificationProfile.ID,
        level: Int, due: Timestamp, end: End?
    ) {
        (self.id, self.event, self.incident, self.profile) = (id, event, incident, profile)
        (self.level, self.due, self.end) = (level, due, end)
    }

    /// How messages of levels are told apart from those that repeat one: their occasions are that many
    /// times the level.
    package static let occasions = 1000
}

/// A level of an escalation that is dropped, since nobody is left whom it told.
package struct DroppedLevel: Hashable, Sendable {
    /// Which one, from 1.
    package let number: Int
    /// How long after it the next was to be told that is left; zero if there is none.
    package let wait: Duration
}
