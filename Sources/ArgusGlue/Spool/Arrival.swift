/// Alerts of one source that came in together.
package struct Arrival: Sendable {
    /// Whose they are.
    package let source: SourceName
    /// In the order in which they happened.
    package var alerts: [Alert]
    /// What of it could be made no alert of, to be kept as dead letters.
    package let unreadable: [UnreadableMessage]
    /// What becomes of those for which there is no room.
    package let whenFull: WhenFull

    /// What becomes of alerts for which there is no room.
    package enum WhenFull: Sendable {
        /// Their source cannot send them again: the oldest stateless ones go, else the new ones.
        case drop
        /// Their source can: they are not taken, nor are those after them.
        case refuse
        /// Their source can wait: they are taken when there is room.
        case wait
    }

    /// Puts together what came in.
    package init(
        _ alerts: [Alert], unreadable: [UnreadableMessage] = [], of source: SourceName,
        whenFull: WhenFull
    ) {
        (self.source, self.alerts, self.whenFull) = (source, alerts, whenFull)
        self.unreadable = unreadable
    }

    /// How much is held in memory until it is on disk.
    var count: Int { alerts.count + unreadable.count }
}

/// What became of an arrival.
package struct Acceptance: Hashable, Sendable {
    /// Alerts that are on disk now, counted from the first.
    package var accepted = 0
    /// Alerts, older stateless ones first, that had to go for want of room.
    package var dropped = 0
    /// Why the others were not taken; nil if there are none.
    package var refusal: SpoolProblem?
}
