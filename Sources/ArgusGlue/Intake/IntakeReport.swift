import ArgusClient
import Dispatch
import Logging
import Synchronization

/// Where a source tells of what it cannot take for an alert.
///
/// Each time is a line in the log, up to 100 a minute; the others are counted, and their number is
/// logged when that minute is over or the source has ended.
public final class IntakeReport: Sendable {
    private let log: Mutex<IntakeLog>
    private let clock: WallClock
    private let inAMinute: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// Writes to a log; `inAMinute` calls what it is given when a minute is over.
    init(
        _ logger: Logger, clock: @escaping WallClock = Timestamp.now,
        inAMinute: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = {
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(60), execute: $0)
        }
    ) {
        log = Mutex(IntakeLog(logger))
        (self.clock, self.inAMinute) = (clock, inAMinute)
    }

    /// Tells of something that cannot be read, such as a bad line; logged as an error.
    ///
    /// The reason has no full stop: `line 7: it has no key`.
    public func refuse(_ reason: String) {
        tell { $0.refuse(reason, at: $1) }
    }

    /// Tells of something that is left out on purpose.
    public func ignore(_ reason: String) {
        tell { $0.ignore(reason, at: $1) }
    }

    /// Counts what is left out on purpose and too often for a line each.
    func ignoreQuietly(_ number: Int) {
        tell { $0.ignoreQuietly(number, at: $1) }
    }

    /// Tells of something that could be read once it was mended; logged as a warning.
    public func repair(_ reason: String) {
        tell { $0.repair(reason, at: $1) }
    }

    /// Logs how many lines were kept back, if their minute is over or the source has ended.
    func sumUp(isEnd: Bool = false) {
        tell(isEnd: isEnd) { _, _ in }
    }

    private func tell(isEnd: Bool = false, _ body: (inout IntakeLog, Timestamp) -> Void) {
        let now = clock()
        let isFirstKeptBack = log.withLock { log in
            log.sumUp(at: now, isEnd: isEnd)
            let owedSum = log.owesSum
            body(&log, now)
            return log.owesSum && !owedSum
        }
        // Perhaps nothing is told any more.
        if isFirstKeptBack { inAMinute { self.sumUp() } }
    }
}
