/// Alerts of one source that came in together.
public struct Arrival: Sendable {
    /// Whose they are.
    public let source: SourceName
    /// In the order in which they happened.
    public var alerts: [Alert]
    /// What becomes of those for which there is no room.
    public let whenFull: WhenFull

    /// What becomes of alerts for which there is no room.
    public enum WhenFull: Sendable {
        /// Their source cannot send them again: the oldest stateless ones go, else the new ones.
        case drop
        /// Their source can: they are not taken, nor are those after them.
        case refuse
        /// Their source can wait: they are taken when there is room.
        case wait
    }

    /// Puts together what came in.
    public init(_ alerts: [Alert], of source: SourceName, whenFull: WhenFull) {
        (self.source, self.alerts, self.whenFull) = (source, alerts, whenFull)
    }
}

/// What became of an arrival.
public struct Acceptance: Hashable, Sendable {
    /// Alerts that are on disk now, counted from the first.
    public var accepted = 0
    /// Alerts, older stateless ones first, that had to go for want of room.
    public var dropped = 0
    /// Why the others were not taken; nil if there are none.
    public var refusal: SpoolProblem?
}
