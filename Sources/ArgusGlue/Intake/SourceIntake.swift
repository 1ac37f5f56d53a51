import ArgusClient
import Logging
import ServiceLifecycle

/// Puts the alerts of a source into the spool, one after another.
struct SourceIntake<Source: AlertSource>: Service {
    let source: Source
    let name: SourceName
    let version: APIVersion
    let acceptor: Acceptor
    let clock: WallClock
    let report: IntakeReport
    let logger: Logger

    func run() async throws {
        var gate = AlertGate(version, logger: logger)
        defer {
            report.sumUp(isEnd: true)
            gate.sumUp()
        }
        for try await alert in source.alerts().cancelOnGracefulShutdown() {
            report.sumUp()
            do {
                try await accept(gate.admit(alert, receipt: clock()))
            } catch let problem as AlertProblem {
                report.refuse("an alert: \(problem)")
            } catch is CancellationError {
                return
            }
        }
    }

    /// Waits while the spool cannot take more; the source is not asked for its next alert then.
    private func accept(_ alert: Alert) async throws {
        let arrival = Arrival([alert], of: name, whenFull: .wait)
        try await cancelWhenGracefulShutdown { [acceptor] in
            _ = try await acceptor.accept(arrival)
        }
    }
}
