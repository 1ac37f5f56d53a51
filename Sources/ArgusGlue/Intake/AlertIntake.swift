import ArgusClient
import ArgusVocabulary
import Logging
import Synchronization

/// Takes the alerts of one source into the spool.
public final class AlertIntake: Sendable {
    private let source: SourceName
    private let acceptor: Acceptor
    private let clock: WallClock
    private let report: IntakeReport
    private let gate: Mutex<AlertGate>

    /// Prepares to take alerts that are delivered over a version of the API.
    init(
        _ source: SourceName, for version: APIVersion, by conventions: Conventions = .none,
        into acceptor: Acceptor, clock: @escaping WallClock = Timestamp.now,
        report: IntakeReport, logger: Logger
    ) {
        (self.source, self.acceptor, self.clock) = (source, acceptor, clock)
        self.report = report
        gate = Mutex(AlertGate(version, by: conventions, logger: logger))
    }

    /// Takes alerts that came in together, and returns once they are on disk.
    ///
    /// It waits while they cannot be written or there is no room. If the task is cancelled meanwhile it
    /// throws, and what is not on disk by then is not taken. A source that is killed before it notes
    /// how far it got tells of the same again: that does no harm if key and time are the same again.
    /// What no server would take is logged and left out.
    public func accept(_ alerts: [Alert]) async throws {
        let admitted = admit(alerts)
        guard !admitted.isEmpty else { return }
        _ = try await acceptor.accept(Arrival(admitted, of: source, whenFull: .wait))
    }

    /// Logs that something could not be read, and why; of many such lines only some, and their
    /// number.
    public func refuse(_ reason: String) {
        report.refuse(reason)
    }

    private func admit(_ alerts: [Alert]) -> [Alert] {
        let now = clock()
        report.sumUp()
        return alerts.compactMap { alert in
            do {
                switch try gate.withLock({ gate in try gate.admit(alert, receipt: now) }) {
                case .taken(let admitted): return admitted
                case .leftOut(let reason):
                    acceptor.countLeftOut(1, of: source)
                    report.ignore(reason)
                }
            } catch {
                report.refuse("an alert: \(error)")
            }
            return nil
        }
    }

    /// Logs what was counted and not said yet.
    func sumUp() {
        acceptor.noteLeftOut()
        report.sumUp(isEnd: true)
        gate.withLock { $0.sumUp() }
    }
}
