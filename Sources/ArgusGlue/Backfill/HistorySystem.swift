import ArgusClient

/// A kind of monitoring system whose API tells what was.
package protocol HistorySystem: SnapshotSystem {
    /// Asks for the next part of what began in a time, in the order in which it happened: problems
    /// that are over, each as an opening and the closing that follows it.
    func history(
        from api: SourceAPI, since: Timestamp, until: Timestamp, after place: String?
    ) async throws(APIProblem) -> HistoryPart
}

/// A part of what was.
package struct HistoryPart: Sendable {
    /// Openings and closings.
    package var alerts: [Alert]
    /// After which place the next part begins; nil if there is none.
    package var next: String?
}
