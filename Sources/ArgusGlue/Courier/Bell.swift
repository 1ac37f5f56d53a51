import Synchronization

/// Wakes a courier, and keeps what it was told until it looks.
///
/// However often something is said before it looks, it is kept once: what waits here does not grow
/// while the disk or the network keeps the courier busy.
final class Bell: Sendable {
    /// What a courier is told.
    struct News: Sendable {
        /// Something was put into the spool.
        var hasWork = false
        /// Another process has written to the spool: it may have paused the delivery, or resumed it.
        var mayBePaused = false
        /// What was put in front of the queue.
        var front: [SpoolEntry] = []
        /// No more alerts will come from this process: end when the spool is empty.
        var isDraining = false
        var isStopping = false
        /// What became of what was sent; as much as is under way.
        var outcomes: [CourierRound.Event] = []

        /// What has happened, for a round.
        var events: [CourierRound.Event] {
            (front.isEmpty ? [] : [.front(front)]) + (hasWork ? [.work] : []) + outcomes
                + (isDraining ? [.draining] : []) + (isStopping ? [.stopping] : [])
        }
    }

    private let news = Mutex(News())
    private let rings: AsyncStream<Void>
    private let ringing: AsyncStream<Void>.Continuation

    init() {
        (rings, ringing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes something, and wakes the courier.
    func ring(_ note: (inout sending News) -> Void) {
        news.withLock { note(&$0) }
        ringing.yield()
    }

    /// Wakes the courier at a time, unless the task that this returns is cancelled before.
    func ring(at moment: ContinuousClock.Instant) -> Task<Void, Never> {
        Task { [ringing] in
            // A sleep that was cancelled is over too, but it is no reason to ring: whoever cancels
            // it sets another alarm, which would be cancelled in turn, and so on without end.
            do { try await Task.sleep(until: moment, clock: .continuous) } catch { return }
            ringing.yield()
        }
    }

    /// Waits until there is something to look at, which may be no more than the time; nil if the
    /// task is cancelled.
    func next() async -> News? {
        for await _ in rings {
            return news.withLock { news in
                defer { news = News() }
                return news
            }
        }
        return nil
    }
}
