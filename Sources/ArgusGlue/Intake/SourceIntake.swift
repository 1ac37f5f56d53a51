import ArgusClient
import Logging
import ServiceLifecycle

/// Puts the alerts of a source into the spool, one after another.
struct SourceIntake<Source: AlertSource>: Service {
    let source: Source
    let spool: Spool
    let courier: Courier
    let logger: Logger

    func run() async throws {
        var gate = AlertGate(courier.client.version, logger: logger)
        var log = IntakeLog(logger)
        defer {
            log.sumUp(at: spool.clock(), isEnd: true)
            gate.sumUp()
        }
        for try await alert in source.alerts().cancelOnGracefulShutdown() {
            let now = spool.clock()
            log.sumUp(at: now, isEnd: false)
            do {
                try await accept(gate.admit(alert, receipt: now))
            } catch let problem as AlertProblem {
                log.refuse("an alert: \(problem)", at: now)
            }
        }
        courier.finishWhenEmpty()
    }

    /// Waits while the spool cannot take more; the source is not asked for its next alert then.
    private func accept(_ alert: Alert) async throws {
        var former: String?
        while true {
            do {
                try spool.accept([alert])
                courier.ring()
                return
            } catch {
                guard error.mayPass else { throw error }
                if former != error.description { logger.error("\(error.description)") }
                former = error.description
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}

extension SpoolProblem {
    /// Whether it may pass without anybody touching the spool.
    var mayPass: Bool {
        switch kind {
        case .locked, .diskFull, .full: true
        case .readOnly, .newerVersion, .notASpool, .notFound, .broken: false
        }
    }
}
