/// Moments and durations, added and subtracted; nothing traps.
///
/// What would pass ``infinity`` or ``distantPast`` is that; ``infinity`` stays what it is.
extension Timestamp {
    /// The moment so long after another.
    public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        moment.advanced(by: duration)
    }

    /// The moment so long before another.
    public static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        let microseconds = duration.microseconds
        let opposite = microseconds == .min ? Int64.max : -microseconds
        return moment.advanced(by: .microseconds(opposite))
    }

    /// How long one moment is after another; negative if it is before.
    public static func - (one: Timestamp, other: Timestamp) -> Duration {
        one.since(other)
    }

    /// Moves a moment to a later one.
    public static func += (moment: inout Timestamp, duration: Duration) {
        moment = moment + duration
    }

    /// Moves a moment to an earlier one.
    public static func -= (moment: inout Timestamp, duration: Duration) {
        moment = moment - duration
    }
}
