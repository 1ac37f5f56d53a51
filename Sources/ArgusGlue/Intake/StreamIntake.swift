import ArgusClient
import Dispatch
import Logging
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Puts the alerts that a program writes into a pipe into the spool.
///
/// It reads on a thread of its own and waits for nothing but the disk, so the writer is never kept
/// waiting by the network. Everything that one read brings is one transaction.
public final class StreamIntake<Format: AlertFormat>: Service {
    /// What to do with an alert for which there is no room.
    public enum WhenFull: Sendable {
        /// The writer cannot write it again: the oldest stateless alerts go, else the new one.
        case drop
        /// The writer can: reading ends, and ``outcome`` says so.
        case stop
    }

    /// How reading went.
    public struct Outcome: Hashable, Sendable {
        public var accepted = 0
        public var refused = 0
        public var dropped = 0
        /// Why reading ended before the stream did.
        public var problem: SpoolProblem?
    }

    /// Alerts that are held in memory while the spool cannot be written to.
    private static var holdLimit: Int { 100_000 }
    private static var readSize: Int { 1 << 16 }

    private let descriptor: Int32
    private let whenFull: WhenFull
    private let spool: Spool
    private let courier: Courier
    private let clock: Clock
    private let logger: Logger
    private let format: Mutex<Format>
    private let state = Mutex(Outcome())

    /// Prepares to read from a file descriptor.
    public init(
        _ descriptor: Int32 = 0, _ format: Format, whenFull: WhenFull, spool: Spool,
        courier: Courier, clock: @escaping Clock = Timestamp.now, logger: Logger
    ) {
        (self.descriptor, self.whenFull) = (descriptor, whenFull)
        (self.spool, self.courier, self.clock, self.logger) = (spool, courier, clock, logger)
        self.format = Mutex(format)
    }

    /// How reading went so far.
    public var outcome: Outcome { state.withLock { $0 } }

    /// Reads to the end of the stream, or until it is told to stop.
    public func run() async throws {
        let (ended, bell) = AsyncStream<Never>.makeStream()
        DispatchQueue(label: "argus-glue.intake").async {
            self.readAll()
            bell.finish()
        }
        for await _ in ended.cancelOnGracefulShutdown() {}
        courier.finishWhenEmpty()
    }

    private func readAll() {
        var log = IntakeLog(logger)
        var gate = AlertGate(courier.client.version, logger: logger)
        defer {
            log.sumUp(at: clock(), isEnd: true)
            gate.sumUp()
        }
        var held: [Alert] = []
        var former: String?
        var retry: ContinuousClock.Instant?
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        while true {
            var readings: [Reading] = []
            var isEnd = false
            if hasInput(waiting: held.isEmpty ? (log.owesSum ? 60_000 : -1) : 1000) {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                isEnd = count <= 0
                readings = format.withLock {
                    isEnd ? $0.end(now: clock()) : $0.read(buffer[..<count], now: clock())
                }
            }
            log.sumUp(at: clock(), isEnd: false)
            held += take(readings, &gate, &log)
            if let notBefore = retry, ContinuousClock.now < notBefore, !isEnd,
                held.count <= Self.holdLimit
            {
                continue
            }
            do {
                // While nothing can be written, one is enough to see whether that is over.
                if former != nil, let first = held.first {
                    try accept([first])
                    held.removeFirst()
                }
                try accept(held)
                (held, former, retry) = ([], nil, nil)
            } catch {
                retry = .now + .seconds(1)
                if former != error.description { logger.error("\(error.description)") }
                former = error.description
                if !error.mayPass || error.kind == .full || held.count > Self.holdLimit {
                    state.withLock { $0.problem = error }
                    return
                }
                if isEnd { sleep(1) }
            }
            if isEnd, held.isEmpty { return }
        }
    }

    /// Waits until there is something to read, or so many milliseconds; a negative number means
    /// for ever.
    private func hasInput(waiting milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        #if canImport(Glibc)
        return Glibc.poll(&poll, 1, milliseconds) > 0
        #else
        return Darwin.poll(&poll, 1, milliseconds) > 0
        #endif
    }

    private func take(
        _ readings: [Reading], _ gate: inout AlertGate, _ log: inout IntakeLog
    ) -> [Alert] {
        var alerts: [Alert] = []
        for reading in readings {
            let now = clock()
            switch reading {
            case .alert(let alert):
                do {
                    alerts.append(try gate.admit(alert, receipt: now))
                } catch {
                    refuse("\(error)", at: now, &log)
                }
            case .ignored(let reason): log.ignore(reason, at: now)
            case .repaired(let reason): log.repair(reason, at: now)
            case .refused(let reason): refuse(reason, at: now, &log)
            }
        }
        return alerts
    }

    private func refuse(_ reason: String, at now: Timestamp, _ log: inout IntakeLog) {
        log.refuse(reason, at: now)
        state.withLock { $0.refused += 1 }
    }

    private func accept(_ alerts: [Alert]) throws(SpoolProblem) {
        guard !alerts.isEmpty else { return }
        switch whenFull {
        case .drop:
            let result = try spool.acceptWhatFits(alerts)
            if result.dropped > 0 {
                logger.error("The spool is full: \(result.dropped) alerts were dropped.")
            }
            state.withLock {
                $0.accepted += result.accepted
                $0.dropped += result.dropped
            }
        case .stop: try acceptInOrder(alerts)
        }
        courier.ring()
    }

    /// Accepts all, or, when there is no room for all, as many of the first as there is room for.
    private func acceptInOrder(_ alerts: [Alert]) throws(SpoolProblem) {
        do {
            try spool.accept(alerts)
            state.withLock { $0.accepted += alerts.count }
        } catch {
            guard error.kind == .full, alerts.count > 1 else { throw error }
            for alert in alerts { try acceptInOrder([alert]) }
        }
    }
}
