import ArgusClient
import ArgusVocabulary
import Logging
import Synchronization

/// Takes messages that come in by listeners of a source into the spool: what they say as alerts, and
/// what cannot be read as dead letters with the original bytes.
package final class MessageIntake: Sendable {
    private let source: SourceName
    private let system: any MonitoringSystem
    private let acceptor: Acceptor
    private let clock: WallClock
    private let isQuiet: Bool
    private let gate: Mutex<AlertGate>
    /// Where it is told of connections, too.
    package let report: IntakeReport

    /// Prepares to take the messages of a source; of what is ignored only the number is told where
    /// `isQuiet`.
    package init(
        _ source: SourceSettings, for version: APIVersion, into acceptor: Acceptor,
        isQuiet: Bool, clock: @escaping WallClock = Timestamp.now, logger: Logger
    ) {
        (self.source, system, self.acceptor) = (source.name, source.system, acceptor)
        (self.clock, self.isQuiet) = (clock, isQuiet)
        report = IntakeReport(logger, clock: clock)
        gate = Mutex(AlertGate(version, by: source.conventions, logger: logger))
    }

    /// Takes messages that came in together, and returns when they are on disk; nil if there is
    /// nothing to be kept.
    ///
    /// It waits while nothing can be written. When the task is cancelled it goes on for some seconds:
    /// what was read is nowhere else.
    package func accept(
        _ messages: [WebhookMessage], whenFull: Arrival.WhenFull
    ) async throws -> Acceptance? {
        let arrival = arrival(of: messages, whenFull)
        guard arrival.count > 0 else { return nil }
        let writing = Task { [acceptor] in try await acceptor.accept(arrival) }
        let acceptance = try await withTaskCancellationHandler {
            try await writing.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: .seconds(5))
                writing.cancel()
            }
        }
        return acceptance
    }

    /// Takes one message, and returns when it is on disk; or why it is to be sent again later.
    package func accept(
        _ message: WebhookMessage, within patience: Duration
    ) async -> WebhookIntake.Outcome {
        let arrival = arrival(of: [message], .refuse)
        let kept = WebhookIntake.Outcome.kept(
            alerts: arrival.alerts.count, refused: arrival.unreadable.map(\.reason))
        guard arrival.count > 0 else { return kept }
        do {
            guard let acceptance = try await acceptor.accept(arrival, within: patience) else {
                return .notNow("the spool could not be written to in time")
            }
            guard let refusal = acceptance.refusal else { return kept }
            report.refuse("a message, for now: \(refusal)")
            return .notNow("the spool is full")
        } catch {
            report.refuse("a message, for now: \(error)")
            return .notNow("the spool cannot be used")
        }
    }

    /// Logs what was counted and not said yet.
    package func sumUp() {
        acceptor.noteLeftOut()
        report.sumUp(isEnd: true)
        gate.withLock { $0.sumUp() }
    }

    private func arrival(of messages: [WebhookMessage], _ whenFull: Arrival.WhenFull) -> Arrival {
        var alerts: [Alert] = []
        var unreadable: [UnreadableMessage] = []
        var ignored = 0
        for message in messages {
            let now = clock()
            let readings = system.readings(of: message, receipt: now)
            let sorted = gate.withLock { $0.sort(readings, receipt: now) }
            alerts += sorted.alerts
            acceptor.countLeftOut(sorted.leftOut.count, of: source)
            for reason in sorted.leftOut { report.ignore(reason) }
            for reason in sorted.repaired { report.repair(reason) }
            if isQuiet {
                ignored += sorted.ignored.count
            } else {
                for reason in sorted.ignored { report.ignore(reason) }
            }
            let refused = sorted.refused
            guard !refused.isEmpty else { continue }
            for reason in refused { report.refuse("a message: \(reason)") }
            let reason = refused.prefix(10).joined(separator: "; ").inOneLine
            unreadable.append(UnreadableMessage(message.bytes, form: message.form, reason: reason))
        }
        if ignored > 0 { report.ignoreQuietly(ignored) }
        return Arrival(alerts, unreadable: unreadable, of: source, whenFull: whenFull)
    }
}
