import ArgusClient
import Logging
import ServiceLifecycle

/// Delivers what is in a spool, for as long as it runs.
///
/// One courier delivers from a spool at a time; another one waits until that has ended. Alerts of
/// one key travel one after another, those of different keys beside each other. When the server
/// cannot be reached, nothing is given up: the courier waits longer and longer, and goes on where
/// it stopped. On a graceful shutdown it finishes what is under way; the rest stays in the spool.
public final class Courier: Service {
    let spool: Spool
    let client: ArgusClient
    let server: String
    let policy: CourierPolicy
    let heartbeat: Duration?
    let logger: Logger
    private let bell = Bell()

    /// Prepares to deliver to the server at a URL; a heartbeat of nil tells it nothing of itself.
    public init(
        spool: Spool, client: ArgusClient, server: String, policy: CourierPolicy = CourierPolicy(),
        heartbeat: Duration? = .seconds(60), logger: Logger
    ) {
        (self.spool, self.client, self.server) = (spool, client, server)
        (self.policy, self.heartbeat, self.logger) = (policy, heartbeat, logger)
    }

    /// Says that this process has put something into the spool.
    public func ring() { bell.ring { $0.hasWork = true } }

    /// Says that this process will put nothing more into the spool.
    ///
    /// Then ``run()`` ends when it is empty, or at once if another process delivers.
    public func finishWhenEmpty() { bell.ring { $0.isDraining = true } }

    /// Delivers until it is told to end.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            var isDraining = false
            guard let lock = try await lock(&isDraining) else { return }
            try await deliver(isDraining: isDraining)
            withExtendedLifetime(lock) {}
        } onGracefulShutdown: {
            self.bell.ring { $0.isStopping = true }
        }
    }

    /// Waits for the right to deliver; nil if there is no need for it any more.
    private func lock(_ isDraining: inout Bool) async throws -> DeliveryLock? {
        var isKnown = false
        while true {
            if let lock = try DeliveryLock.take(forSpool: spool.path) { return lock }
            if !isKnown {
                let pid = try DeliveryLock.holder(of: spool.path)?.pid
                let name = pid.map { "Process \($0)" } ?? "Another process"
                logger.notice("\(name) delivers; this one accepts.")
                isKnown = true
            }
            if isDraining { return nil }
            let alarm = bell.ring(at: .now + .seconds(2))
            defer { alarm.cancel() }
            guard let news = await bell.next(), !news.isStopping else { return nil }
            isDraining = news.isDraining
        }
    }

    private func deliver(isDraining: Bool) async throws {
        if try spool.deliver(to: server) {
            logger.notice(
                "The server is another one than before: its incidents are looked up anew.")
        }
        try spool.note(trouble: nil)
        try spool.forgetClosed(olderThan: policy.memory)
        let watch = SpoolWatch(spool) { [bell] in bell.ring { $0.hasWork = true } }
        defer { withExtendedLifetime(watch) {} }
        let delivery = Delivery(client: client, spool: spool, recurrence: policy.recurrence)
        let settler = Settler(spool: spool)
        var round = CourierRound(self, isDraining: isDraining)

        await withDiscardingTaskGroup { group in
            group.addTask { await self.beat() }
            var alarm: Task<Void, Never>?
            while true {
                let now = ContinuousClock.now
                for job in round.nextJobs(at: now) {
                    group.addTask { [bell] in
                        let result = await Self.perform(job, delivery, settler)
                        bell.ring { $0.finished.append((job, result)) }
                    }
                }
                if round.isOver { break }
                alarm?.cancel()
                alarm = round.wake(after: now).map { bell.ring(at: $0) }
                guard let news = await bell.next() else { break }
                round.take(news)
            }
            alarm?.cancel()
            group.cancelAll()
        }
    }

    private static func perform(
        _ job: CourierRound.Job, _ delivery: Delivery, _ settler: Settler
    ) async -> Result<Settlement, CourierRound.Failure> {
        do {
            let settlement = try await delivery.deliver(job.entry, followedBy: job.closing)
            try await settler.settle(settlement)
            return .success(settlement)
        } catch let error as ArgusError where error.isFailureOfServer {
            let answers = await delivery.serverAnswers()
            return .failure(CourierRound.Failure(cause: error, serverAnswers: answers))
        } catch {
            return .failure(CourierRound.Failure(cause: error))
        }
    }

    /// Tells the server each minute, or as often as is set, that this source is alive.
    private func beat() async {
        guard let heartbeat else { return }
        while true {
            do {
                try await client.heartbeat()
            } catch {
                if case .notFound = error.kind {
                    logger.notice("The server takes no heartbeats.")
                    return
                }
            }
            do { try await Task.sleep(for: heartbeat) } catch { return }
        }
    }
}
