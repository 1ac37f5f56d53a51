import ArgusVocabulary
import Synchronization

/// A clock that stands still until somebody moves it, so that tests need not wait.
package final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// Starts at a moment.
    package init(at moment: Timestamp = .sample) {
        self.moment = Mutex(moment)
    }

    /// What the clock shows.
    package var now: Timestamp { moment.withLock { $0 } }

    /// The clock as operations take it.
    package var clock: WallClock { { self.now } }

    /// Moves the clock on, or back if the duration is negative.
    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }

    /// Sets the clock to a moment.
    package func set(to other: Timestamp) {
        moment.withLock { $0 = other }
    }
}

extension Timestamp {
    /// The moment at which tests begin: 2025-06-15T15:06:40Z.
    package static let sample = Timestamp(unixSeconds: 1_750_000_000)

    /// The moment some seconds after the one at which tests begin, or before it.
    package static func sample(_ seconds: Double) -> Timestamp {
        sample.advanced(by: .seconds(seconds))
    }
}
