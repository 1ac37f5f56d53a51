import ArgusCore
import ArgusOperations
import Logging
import ServiceLifecycle

/// Sees to it that nobody waits for a message because the machine's clock was put back.
struct ClockFollower: Sendable {
    let operations: Operations
    let logger: Logger
    /// What is done once messages wait differently.
    let tell: @Sendable () -> Void

    /// Looks every few seconds until the server ends.
    func run() async {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    let count = try await operations.notifications.followClock(by: .server)
                    if count > 0 {
                        logger.warning(
                            "The clock was put back: \(count) messages follow it that waited by the one before"
                        )
                        tell()
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error(
                        "Whether messages wait too long could not be seen, and will be later: \(error)"
                    )
                }
                try await Task.sleep(for: .seconds(10))
            }
        }
    }
}
