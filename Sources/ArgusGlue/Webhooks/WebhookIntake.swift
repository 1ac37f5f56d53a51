import ArgusClient
import ArgusVocabulary
import Logging
import Synchronization

/// Takes what a source posts into the spool: alerts as alerts, and what it cannot read as a dead
/// letter with the original bytes.
package final class WebhookIntake: Sendable {
    /// What became of what was posted.
    package enum Outcome: Hashable, Sendable {
        /// All of it is on disk: so many alerts, and why the rest is a dead letter.
        case kept(alerts: Int, refused: [String])
        /// It can be taken later, or in smaller pieces.
        case notNow(String)
    }

    private let source: SourceName
    private let decoder: any AlertDecoder<JSONValue>
    private let acceptor: Acceptor
    private let clock: WallClock
    private let patience: Duration
    /// Where it is told of requests that are refused, too.
    package let report: IntakeReport
    private let gate: Mutex<AlertGate>

    /// Prepares to take what is posted for a source; `patience` is how long an answer may wait for
    /// the disk.
    package init(
        _ source: SourceName, _ decoder: any AlertDecoder<JSONValue>, for version: APIVersion,
        by conventions: Conventions = .none, into acceptor: Acceptor,
        clock: @escaping WallClock = Timestamp.now, patience: Duration = .seconds(8), logger: Logger
    ) {
        (self.source, self.decoder, self.acceptor) = (source, decoder, acceptor)
        (self.clock, self.patience) = (clock, patience)
        report = IntakeReport(logger, clock: clock)
        gate = Mutex(AlertGate(version, by: conventions, logger: logger))
    }

    /// Takes what was posted, and returns when it is on disk, or cannot be put there for now.
    ///
    /// `readings` is what it says, where the source's decoder cannot tell.
    package func accept(
        _ message: WebhookMessage, as readings: [Reading]? = nil
    ) async -> Outcome {
        let (alerts, refused) = sort(
            readings ?? decoder.readings(of: message, receipt: clock()))
        var unreadable: [UnreadableMessage] = []
        if !refused.isEmpty {
            let reason = refused.prefix(10).joined(separator: "; ").inOneLine
            unreadable = [UnreadableMessage(message.bytes, form: message.form, reason: reason)]
        }
        guard !alerts.isEmpty || !unreadable.isEmpty else { return .kept(alerts: 0, refused: []) }
        let arrival = Arrival(alerts, unreadable: unreadable, of: source, whenFull: .refuse)
        do {
            guard let acceptance = try await acceptor.accept(arrival, within: patience) else {
                return .notNow("the spool could not be written to in time")
            }
            if let refusal = acceptance.refusal {
                report.refuse("what was posted, for now: \(refusal)")
                return .notNow("the spool is full")
            }
            for reason in refused { report.refuse("a part of what was posted: \(reason)") }
            return .kept(alerts: alerts.count, refused: refused)
        } catch {
            report.refuse("what was posted, for now: \(error)")
            return .notNow("the spool cannot be used")
        }
    }

    /// Logs what was counted and not said yet.
    package func sumUp() {
        acceptor.noteLeftOut()
        report.sumUp(isEnd: true)
        gate.withLock { $0.sumUp() }
    }

    /// The alerts, and why the rest is none.
    private func sort(_ readings: [Reading]) -> (alerts: [Alert], refused: [String]) {
        let now = clock()
        let sorted = gate.withLock { $0.sort(readings, receipt: now) }
        acceptor.countLeftOut(sorted.leftOut.count, of: source)
        for reason in sorted.leftOut + sorted.ignored { report.ignore(reason) }
        for reason in sorted.repaired { report.repair(reason) }
        return (sorted.alerts, sorted.refused)
    }
}
