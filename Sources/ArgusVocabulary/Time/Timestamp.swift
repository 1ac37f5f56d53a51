#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A moment, in whole microseconds since 1970-01-01T00:00:00 UTC.
///
/// Microseconds are what the API writes and what both databases store. ``infinity`` stands for
/// "has not ended": it is later than every moment, so comparisons need no special case.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970 UTC; `Int64.max` for ``infinity``.
    public let microseconds: Int64

    /// Makes the moment so many microseconds after 1970 UTC.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes the moment so many whole seconds after 1970 UTC, as Unix programs count them; what is
    /// too far away to be counted in microseconds is ``infinity`` or ``distantPast``.
    public init(unixSeconds: Int64) {
        let (product, isTooFar) = unixSeconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = isTooFar ? (unixSeconds < 0 ? .min : .max) : product
    }

    /// Later than every moment: the end time of an open incident.
    public static let infinity = Timestamp(microseconds: .max)

    /// Earlier than every moment that can be written.
    public static let distantPast = Timestamp(microseconds: .min)

    /// The moment at which it is called, by the system's clock.
    ///
    /// Rules and operations never call it: they are given a ``WallClock``.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    @inlinable
    public static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.microseconds < other.microseconds
    }

    /// The moment `duration` later; ``infinity`` stays what it is, and what would pass it or
    /// ``distantPast`` is that.
    public func advanced(by duration: Duration) -> Timestamp {
        guard self != .infinity else { return self }
        let (sum, isTooFar) = microseconds.addingReportingOverflow(duration.microseconds)
        if isTooFar { return duration < .zero ? .distantPast : .infinity }
        return Timestamp(microseconds: sum)
    }

    /// How long after `earlier` this moment is; negative if it is before.
    public func since(_ earlier: Timestamp) -> Duration {
        let (distance, isTooLong) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        return .microseconds(isTooLong ? (self < earlier ? .min : .max) : distance)
    }
}

extension Duration {
    /// The whole microseconds of this duration, or the most that can be counted.
    public var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isStillTooLong) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return isTooLong || isStillTooLong ? (seconds < 0 ? .min : .max) : sum
    }
}

/// What tells the time; tests hand in one that stands still.
public typealias WallClock = @Sendable () -> Timestamp
