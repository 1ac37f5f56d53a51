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
        for try await alert in source.alerts().cancelOnGracefulShutdown() {
            if let problem = AlertProblem(alert) {
                logger.error("An alert was refused: \(problem)")
                continue
            }
            try await accept(alert)
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

extension AlertProblem {
    /// What keeps an alert from being sent; nil if nothing does.
    init?(_ alert: Alert) {
        guard !alert.problems.isEmpty else { return nil }
        self.init(alert.problems)
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
