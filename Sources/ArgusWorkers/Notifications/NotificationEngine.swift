import ArgusCore
import ArgusOperations
import Logging
import ServiceLifecycle

/// Tells people what they want to be told: decides who is told of each event, and sends what comes of
/// it.
///
/// Several servers on one database share the work.
package struct NotificationEngine: Service {
    private let planner: NotificationPlanner
    private let sender: DeliverySender
    private let clock: ClockFollower

    /// Sends by these channels, one for each medium.
    package init(operations: Operations, channels: [any Channel], logger: Logger) {
        let sender = DeliverySender(operations: operations, channels: channels, logger: logger)
        self.sender = sender
        clock = ClockFollower(operations: operations, logger: logger) { sender.wake() }
        planner = NotificationPlanner(operations: operations, logger: logger) { sender.wake() }
    }

    /// Goes on until the server ends, and then finishes what is being sent.
    package func run() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { await planner.run() }
            group.addTask { await sender.run() }
            group.addTask { await clock.run() }
            try await group.waitForAll()
        }
    }
}

/// Decides who is told of the events that wait for that.
struct NotificationPlanner: Sendable {
    let operations: Operations
    let logger: Logger
    /// What is done once there is something to send.
    let tell: @Sendable () -> Void

    /// Goes on until nothing changes any more because the server ends.
    func run() async {
        while !Task.isCancelled {
            do {
                let signal = try operations.notifications.signal()
                while !signal.hasEnded, !Task.isCancelled {
                    let mark = signal.mark
                    let began = ContinuousClock.now
                    let planning = try await operations.notifications.plan(by: .server)
                    if planning.deliveries > 0 { tell() }
                    if planning.events > 0 {
                        await giveWay(after: began.duration(to: .now))
                        continue
                    }
                    // What maintenance hides is decided before it is told what it has hidden.
                    let messages = try await operations.notifications.tellOfMaintenance(
                        by: .server)
                    if messages > 0 { tell() }
                    await signal.wait(after: mark, planning.last, seconds: 5)
                }
                return
            } catch is CancellationError {
                return
            } catch {
                logger.error(
                    "Who is told of what could not be decided, and will be later: \(error)")
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
                if Task.isShuttingDownGracefully { return }
            }
        }
    }

    /// Leaves the processors to those who write incidents for thrice as long as something took, as long
    /// as they come faster than they can be written.
    private func giveWay(after span: Duration) async {
        guard operations.incidents.isCrowded else { return }
        try? await Task.sleep(for: min(span * 3, .milliseconds(500)))
    }
}
