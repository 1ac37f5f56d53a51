import FoundationEssentials

extension Timestamp {
    /// The moment of a date, to the nearest microsecond.
    ///
    /// A date beyond what can be counted is ``Timestamp/infinity``, one before it, or one that is no
    /// number, ``Timestamp/distantPast``.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let beyond = microseconds > 0 ? Int64.max : .min
        self.init(microseconds: Int64(exactly: microseconds) ?? beyond)
    }
}

extension Date {
    /// The date of a moment, as exactly as a `Date` can be: today to less than a microsecond.
    public init(_ moment: Timestamp) {
        self.init(timeIntervalSince1970: Double(moment.microseconds) / 1_000_000)
    }
}
