import ArgusClient
import Logging
import ServiceLifecycle

/// Keeps a source in step: compares it at the start, every few minutes, and when it is told to.
package struct ComparisonService: Service {
    private let comparison: Comparison
    private let interval: Duration
    private let bell: ComparisonBell
    private let logger: Logger
    /// Is called when something was put into the spool.
    private let onWork: @Sendable () -> Void

    /// Prepares to compare; `bell` is what asks for a comparison in between.
    package init(
        _ comparison: Comparison, every interval: Duration, bell: ComparisonBell, logger: Logger,
        onWork: @escaping @Sendable () -> Void
    ) {
        (self.comparison, self.interval, self.bell) = (comparison, interval, bell)
        (self.logger, self.onWork) = (logger, onWork)
    }

    /// The first delay after a failure; each is twice the one before, up to the interval.
    private static let firstDelay = Duration.seconds(5)

    package func run() async {
        await cancelWhenGracefulShutdown {
            var massCloses = MassCloseGuard()
            var failures = 0
            var trouble: String?
            // What an earlier process noted is over, as far as is known.
            comparison.note(trouble: nil)
            repeat {
                do {
                    try await compare(&massCloses)
                    if trouble != nil {
                        logger.notice("It can be compared again.")
                        comparison.note(trouble: nil)
                    }
                    (failures, trouble) = (0, nil)
                } catch {
                    if Task.isCancelled { return }
                    massCloses.forget()
                    failures += 1
                    let problem = "\(error)"
                    if problem != trouble {
                        logger.error("It cannot be compared. \(problem)")
                        comparison.note(trouble: problem)
                    }
                    trouble = problem
                }
            } while await bell.wait(upTo: delay(after: failures))
        }
    }

    private func delay(after failures: Int) -> Duration {
        failures == 0
            ? interval : min(interval, Self.firstDelay * (1 << min(failures - 1, 16)))
    }

    private func compare(_ massCloses: inout MassCloseGuard) async throws {
        var finding = try await comparison.compare()
        let difference = finding.difference
        let isKnown = massCloses.isSuspicious
        if let doubt = finding.doubts.first {
            logger.warning(
                "Its answer could not be read as a whole, so nothing is closed: \(doubt.inOneLine)."
            )
            massCloses.forget()
        } else {
            finding.difference.closes = massCloses.permit(
                difference.closes, of: difference.openIncidents, isEmpty: finding.isEmpty,
                at: finding.moment)
        }
        let heldBack = difference.closes.count - finding.difference.closes.count
        if heldBack > 0, !isKnown {
            logger.warning(
                """
                \(heldBack) of \(difference.openIncidents) open incidents are not there any more: \
                they are closed if that is so at the next comparison too.
                """)
        }
        let count = try comparison.queue(finding)
        guard count > 0 else { return }
        onWork()
        let now = finding.difference
        logger.notice(
            """
            Compared: \(now.opens.count) to open, \(now.changes.count) to change, \
            \(now.closes.count) to close.
            """)
    }
}
