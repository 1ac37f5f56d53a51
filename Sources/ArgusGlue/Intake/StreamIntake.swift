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
/// waiting by the network. Everything that one read brings arrives together; the next is read while
/// the disk takes it.
package final class StreamIntake: Service {
    /// How reading went.
    package struct Outcome: Hashable, Sendable {
        package var accepted = 0
        package var refused = 0
        package var dropped = 0
        /// Why reading ended before the stream did.
        package var problem: SpoolProblem?
    }

    private static let readSize = 1 << 16

    private let descriptor: Int32
    private let format: any AlertFormat
    private let source: SourceName
    private let whenFull: Arrival.WhenFull
    private let version: APIVersion
    private let conventions: Conventions
    private let acceptor: Acceptor
    private let clock: WallClock
    private let logger: Logger
    private let state = Mutex(Outcome())
    private let unconfirmed = DispatchGroup()

    /// Prepares to read a source's alerts from a file descriptor, to be delivered over a version of
    /// the API.
    package init(
        _ descriptor: Int32, _ format: any AlertFormat, of source: SourceName,
        whenFull: Arrival.WhenFull, for version: APIVersion, by conventions: Conventions = .none,
        into acceptor: Acceptor, clock: @escaping WallClock = Timestamp.now, logger: Logger
    ) {
        (self.descriptor, self.format, self.source) = (descriptor, format, source)
        (self.whenFull, self.version, self.acceptor) = (whenFull, version, acceptor)
        (self.clock, self.logger, self.conventions) = (clock, logger, conventions)
    }

    /// How reading went so far.
    package var outcome: Outcome { state.withLock { $0 } }

    /// Reads to the end of the stream, or until it is told to stop; throws why reading ended before,
    /// unless the spool is full.
    package func run() async throws {
        let (ended, bell) = AsyncStream<Never>.makeStream()
        DispatchQueue(label: "argus-glue.intake").async {
            self.readAll()
            bell.finish()
        }
        for await _ in ended.cancelOnGracefulShutdown() {}
        if let problem = outcome.problem, problem.kind != .full { throw problem }
    }

    private func readAll() {
        var format = format
        var log = IntakeLog(logger)
        var gate = AlertGate(version, by: conventions, logger: logger)
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        var isEnd = false
        var former: DispatchSemaphore?
        while !isEnd, outcome.problem == nil {
            var readings: [Reading] = []
            if hasInput(waiting: log.owesSum ? 60_000 : -1) {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                isEnd = count <= 0
                readings =
                    isEnd
                    ? format.end(now: clock()) : format.read(buffer[..<count], now: clock())
            }
            log.sumUp(at: clock(), isEnd: false)
            let alerts = take(readings, &gate, &log)
            if !alerts.isEmpty { former = handOver(alerts, after: former) }
        }
        unconfirmed.wait()
        acceptor.noteLeftOut()
        log.sumUp(at: clock(), isEnd: true)
        gate.sumUp()
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
                    switch try gate.admit(alert, receipt: now) {
                    case .taken(let admitted): alerts.append(admitted)
                    case .leftOut(let reason):
                        acceptor.countLeftOut(1, of: source)
                        log.ignore(reason, at: now)
                    }
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

    /// Hands alerts over once those before them are on disk, and says what tells that they are: the
    /// next are read meanwhile.
    ///
    /// While the disk does not take them, a source that cannot send again is not kept waiting: what
    /// it says meanwhile is held.
    private func handOver(
        _ alerts: [Alert], after former: DispatchSemaphore?
    ) -> DispatchSemaphore {
        let confirmed = DispatchSemaphore(value: 0)
        while let former, !(whenFull == .drop && acceptor.isInTrouble),
            former.wait(timeout: .now() + .seconds(1)) == .timedOut
        {}
        guard outcome.problem == nil else { return confirmed }
        unconfirmed.enter()
        acceptor.accept(Arrival(alerts, of: source, whenFull: whenFull)) { result in
            self.note(result)
            confirmed.signal()
            self.unconfirmed.leave()
        }
        return confirmed
    }

    private func note(_ result: Result<Acceptance, any Error>) {
        state.withLock { outcome in
            switch result {
            case .success(let acceptance):
                outcome.accepted += acceptance.accepted
                outcome.dropped += acceptance.dropped
                outcome.problem = outcome.problem ?? acceptance.refusal
            case .failure(let error):
                outcome.problem = outcome.problem ?? error as? SpoolProblem
            }
        }
    }
}
