import ArgusCore
import ArgusOperations
import Logging
import ServiceLifecycle
import Synchronization

/// Sends messages once they are due, by one channel for each medium; what hangs at one destination holds
/// up no other.
struct DeliverySender: Sendable {
    private let operations: Operations
    private let channels: [Medium: any Channel]
    private let logger: Logger
    private let settler: DeliverySettler
    /// How many destinations each medium sends to just now.
    private let busy = BusySeats()
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// A medium sends to no more destinations than this at the same time.
    static let atOnce = 32
    /// To no more than this of one host, so that one that does not answer leaves seats to others.
    private static let atOnceToAHost = 8
    /// And to no more than this are messages taken ten times a second while incidents come faster than
    /// they can be written.
    private static let atOnceInACrowd = 4
    /// What was taken together is tried for no longer than this, so that the last attempt ends before the
    /// lease does; the rest is let go again.
    private static let batchTime = Duration.seconds(20)

    init(operations: Operations, channels: [any Channel], logger: Logger) {
        (self.operations, self.logger) = (operations, logger)
        self.channels = Dictionary(channels.map { ($0.medium, $0) }) { $1 }
        settler = DeliverySettler(operations.notifications)
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has it looked at once whether something is due.
    func wake() {
        waker.yield()
    }

    /// Goes on until the server ends, and then until what is being sent is sent.
    func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                let ticker = Task {
                    while !Task.isCancelled {
                        try await Task.sleep(for: .seconds(1))
                        wake()
                    }
                }
                wake()
                for await _ in wakes {
                    while await sendNext(in: &group) {}
                }
                ticker.cancel()
            }
        } onGracefulShutdown: {
            waker.finish()
        }
    }

    /// Begins to send what is due, and says whether there was anything.
    private func sendNext(in group: inout DiscardingTaskGroup) async -> Bool {
        if Task.isShuttingDownGracefully || Task.isCancelled { return false }
        let isCrowded = operations.incidents.isCrowded
        let most = isCrowded ? Self.atOnceInACrowd : Self.atOnce
        let free = channels.keys.map { ($0, min(most, Self.atOnce - busy.count($0))) }
        guard free.contains(where: { $0.1 > 0 }) else { return false }
        do {
            let notifications = operations.notifications
            guard let due = try await notifications.nextDue(), due <= operations.clock() else {
                return false
            }
            let claimed = try await notifications.claim(
                Dictionary(uniqueKeysWithValues: free), besides: busy.waiting, by: .server)
            var crowded: [ClaimedDelivery] = []
            for batch in claimed.batches {
                let (medium, host) = (batch.destination.medium, batch.destination.host)
                guard busy.enter(medium, host, of: batch.destination.id, Self.atOnceToAHost) else {
                    crowded += batch.claimed
                    continue
                }
                group.addTask {
                    await send(batch.claimed, by: medium)
                    busy.leave(medium, host)
                    wake()
                }
            }
            if !crowded.isEmpty { try await notifications.release(crowded, by: .server) }
            // Whoever writes incidents faster than can be done needs the processors more.
            if isCrowded { try await Task.sleep(for: .milliseconds(100)) }
            return !claimed.isEmpty
        } catch is CancellationError {
            return false
        } catch {
            logger.error("Messages could not be taken to be sent, and will be later: \(error)")
            return false
        }
    }

    /// Sends messages to one destination, one after the other.
    private func send(_ batch: [ClaimedDelivery], by medium: Medium) async {
        guard let channel = channels[medium] else { return }
        let end = ContinuousClock.now + Self.batchTime
        var rest = batch[...]
        while let claimed = rest.first, .now < end || rest.count == batch.count {
            let outcome = await channel.send(claimed.notice, to: claimed.destination)
                .shown(of: claimed.destination)
            tell(outcome, of: claimed.delivery)
            await settler.settle(
                claimed.settled(outcome, by: channel.retries, at: operations.clock()), logger)
            rest.removeFirst()
            // Whoever cannot be reached now cannot be reached a moment later.
            if case .retry = outcome { break }
        }
        if rest.isEmpty { return }
        do {
            try await operations.notifications.release(Array(rest), by: .server)
        } catch {
            logger.debug(
                "Messages that were not tried are let go when their time is over: \(error)")
        }
    }

    private func tell(_ outcome: DeliveryOutcome, of delivery: NotificationDelivery) {
        let to = "by \(delivery.medium.name) to \(delivery.address)"
        switch outcome {
        case .sent(let answer, _, .template):
            logger.warning("Sent message \(delivery.id) \(to): \(answer)")
        case .sent(let answer, _, _):
            logger.debug("Sent message \(delivery.id) \(to): \(answer)")
        case .retry(let reason, let detail, _):
            logger.notice(
                "Message \(delivery.id) \(to) could not be sent and will be tried again: \(reason.text) (\(detail))"
            )
        case .failed(.notConfigured, let detail):
            // It is the same for every message, so it is told once.
            guard busy.isFirst(delivery.medium) else { break }
            logger.warning("Nothing can be sent by \(delivery.medium.name): \(detail)")
        case .failed(let reason, let detail):
            logger.warning(
                "Message \(delivery.id) \(to) could not be sent: \(reason.text) (\(detail))")
        }
    }
}

extension [ClaimedDelivery] {
    /// Those to one destination together, in their order.
    fileprivate var batches: [(destination: Destination, claimed: [ClaimedDelivery])] {
        Dictionary(grouping: self, by: \.destination.id).values
            .map { (destination: $0[0].destination, claimed: $0) }
    }
}

extension Destination {
    /// At which host its messages are handed over; nil where all of a medium go to the same.
    fileprivate var host: String? {
        settings["url"].flatMap { $0.split(separator: "/").dropFirst().first?.lowercased() }
    }
}

/// Counts to how many destinations media send and at which hosts, and knows which media send nothing.
private final class BusySeats: Sendable {
    private let counts = Mutex<[Medium: Int]>([:])
    private let hosts = Mutex<[String: Host]>([:])
    private let missed = Mutex<Set<Medium>>([])

    /// What goes on at a host.
    private struct Host {
        var count = 0
        /// The destinations for which there was no seat.
        var waiting: Set<Destination.ID> = []
    }

    /// The destinations at hosts that have no seat.
    var waiting: Set<Destination.ID> {
        hosts.withLock { $0.values.reduce(into: []) { $0.formUnion($1.waiting) } }
    }

    /// Whether it is the first time that something could not go by a medium which is not set up.
    func isFirst(_ medium: Medium) -> Bool { missed.withLock { $0.insert(medium).inserted } }

    func count(_ medium: Medium) -> Int { counts.withLock { $0[medium, default: 0] } }

    /// Takes a seat for a destination, unless its host has so many.
    func enter(
        _ medium: Medium, _ host: String?, of destination: Destination.ID, _ most: Int
    ) -> Bool {
        let isFree = hosts.withLock { hosts in
            guard let host else { return true }
            if hosts[host, default: Host()].count >= most {
                hosts[host]?.waiting.insert(destination)
                return false
            }
            hosts[host, default: Host()].count += 1
            return true
        }
        if isFree { counts.withLock { $0[medium, default: 0] += 1 } }
        return isFree
    }

    /// Gives a seat back.
    func leave(_ medium: Medium, _ host: String?) {
        counts.withLock { $0[medium, default: 0] -= 1 }
        guard let host else { return }
        hosts.withLock { hosts in
            let left = (hosts[host]?.count ?? 1) - 1
            hosts[host] = left > 0 ? Host(count: left) : nil
        }
    }
}

/// Writes down what became of messages: those that end while others are being written down go into the
/// next transaction together.
actor DeliverySettler {
    private let notifications: NotificationOperations
    private var waiting: [(ClaimedDelivery.Settled, CheckedContinuation<Void, Never>)] = []
    private var isWriting = false

    init(_ notifications: NotificationOperations) {
        self.notifications = notifications
    }

    /// Returns once it is written down; if that cannot be done, the message is sent again once its time is
    /// over.
    func settle(_ settled: ClaimedDelivery.Settled, _ logger: Logger) async {
        await withCheckedContinuation { continuation in
            waiting.append((settled, continuation))
            if !isWriting {
                isWriting = true
                Task { await write(logger) }
            }
        }
    }

    private func write(_ logger: Logger) async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            do {
                try await notifications.settle(batch.map(\.0), by: .server)
            } catch {
                logger.error(
                    "What became of \(batch.count) messages could not be written down: \(error)")
            }
            for (_, continuation) in batch { continuation.resume() }
        }
        isWriting = false
    }
}
