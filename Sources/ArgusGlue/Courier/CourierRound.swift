import ArgusClient
import Logging

/// What a courier knows while it delivers the alerts of a source: which entries wait, which are under
/// way, and whether the server can be reached.
///
/// It does nothing itself: it is told what has happened, and says what is to be done.
struct CourierRound {
    /// One entry on its way, perhaps with what was brought together with it, and with the closing that
    /// follows it.
    struct Job: Sendable {
        let lane: Lanes.Name
        var entry: SpoolEntry
        let closing: SpoolEntry?
        /// The gate's generation when it began.
        let generation: Int
    }

    /// Why something failed.
    struct Failure: Error {
        let cause: any Error
        /// Whether the server said that it failed on the entry, and then answered a question.
        var serverAnswers = false
    }

    /// What has happened.
    enum Event: Sendable {
        /// Something was put into the spool.
        case work
        /// Entries were put in front of the queue.
        case front([SpoolEntry])
        /// Somebody has paused the delivery, or resumed it.
        case paused(Bool)
        /// No more will be put there by this process.
        case draining
        case stopping
        /// Time has gone by.
        case time
        /// Entries were taken from the spool; those that are not to be tried yet are so by this time.
        case claimed(Spool.Claim, now: Timestamp)
        case fed(Lanes.Name, [SpoolEntry])
        /// The spool could not be read.
        case notClaimed(SpoolProblem)
        case notFed(Lanes.Name, SpoolProblem)
        case delivered(Job, Settlement)
        case failed(Job, Failure)
        case buried(Job)
        /// Entries that were brought together must go one by one.
        case mustGoApart(Job)
        /// What became of entries that were sent in one request.
        case deliveredTogether([Job], [Fate])
        case failedTogether([Job], any Error)
    }

    /// What is to be done.
    enum Action: Sendable {
        /// Take the next entries after a place in the queue.
        case claim(after: Int64, limit: Int, Appetite)
        /// Take the first entries of a lane, up to a place in the queue.
        case feed(Lanes.Name, upTo: Int64, limit: Int)
        /// Send one entry.
        case deliver(Job)
        /// Send many in one request.
        case deliverTogether([Job])
        /// Make an entry a dead letter.
        case bury(Job, reason: String)
        case setAside(Int64, for: Duration, gravity: Int, because: String)
        /// Note why nothing can be delivered, or that all is well.
        case note(trouble: String?)
        case log(Logger.Level, String)
    }

    /// What keeps alerts from being delivered; a line is logged when it changes.
    enum Trouble: Equatable {
        case unreachable, unauthorised, busy, spool
    }

    let policy: CourierPolicy
    let random: @Sendable () -> Double
    /// Whether what is said of one problem may be brought together: where there are metadata that can
    /// tell of it.
    let mayMerge: Bool
    var lanes = Lanes()
    var gate = ConnectionGate()
    var batches: BatchControl
    /// Requests that are under way.
    var requests = 0
    /// The place up to which the queue was looked at.
    var last: Int64 = 0
    var mayHaveMore = true
    var isClaiming = false
    var isDraining = false
    var isStopping = false
    var isPaused = false
    /// How many entries came through so far.
    var successes = 0
    var trouble: Trouble?
    /// The spool is not read before.
    var spoolRetry: ContinuousClock.Instant?
    /// What is to be done of which nobody was told yet.
    var actions: [Action] = []

    /// Begins with nothing in memory; `random` gives numbers from zero to one.
    init(
        _ policy: CourierPolicy, mayBatch: Bool,
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        (self.policy, self.random, mayMerge) = (policy, random, mayBatch)
        batches = BatchControl(isPossible: mayBatch)
    }

    /// Whether the courier may go home.
    var isOver: Bool {
        // What is paused waits for another process.
        if isStopping || isPaused && isDraining { return lanes.runningCount == 0 }
        return isDraining && lanes.isEmpty && !mayHaveMore
    }

    /// When to look again although nothing has happened; nil if only something that happens can
    /// change anything.
    ///
    /// It is later than the time of the last event: what could be begun by then was begun, or waits
    /// for one that is under way.
    func wake(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !isStopping, !isPaused else { return nil }
        let isFree = requests < policy.parallel
        let start = isFree ? lanes.nextStart(from: now) : nil
        let chance = start.map { max($0, gate.opens ?? $0) }
        return [chance, spoolRetry].compactMap { $0 }.filter { $0 > now }.min()
    }

    /// Takes note of what has happened; the answer is what is to be done, in this order.
    mutating func take(_ event: Event, at now: ContinuousClock.Instant) -> [Action] {
        note(event, at: now)
        if !isStopping, !isPaused {
            load(at: now)
            lanes.awaken(at: now)
            send(at: now)
        }
        defer { actions = [] }
        return actions
    }

    private mutating func note(_ event: Event, at now: ContinuousClock.Instant) {
        switch event {
        case .work: mayHaveMore = true
        case .front(let entries): for entry in entries { lanes.addInFront(entry) }
        case .paused(let isSo): pause(isSo)
        case .draining: isDraining = true
        case .stopping: isStopping = true
        case .time: break
        case .claimed(let claim, let date): add(claim, date, now)
        case .fed(let lane, let entries):
            lanes.feed(lane, entries, hasMore: entries.count == Lanes.laneLimit)
        case .notClaimed(let problem):
            isClaiming = false
            retry(after: problem, at: now)
        case .notFed(let lane, let problem):
            lanes.leaveHungry(lane)
            retry(after: problem, at: now)
        case .delivered(let job, let settlement):
            requests -= 1
            finish(job, settlement, at: now)
        case .failed(let job, let failure):
            requests -= 1
            fail(job, failure, at: now)
        case .buried(let job):
            requests -= 1
            lanes.finish(job.lane, upTo: job.entry.sequence)
        case .mustGoApart(let job):
            requests -= 1
            partUp(job, at: now)
        case .deliveredTogether(let jobs, let fates):
            requests -= 1
            batches.succeed()
            for (job, fate) in zip(jobs, fates) { finish(job, fate, at: now) }
        case .failedTogether(let jobs, let error):
            requests -= 1
            fail(jobs, error, at: now)
        }
    }

    private mutating func pause(_ isSo: Bool) {
        guard isSo != isPaused else { return }
        isPaused = isSo
        let line = isSo ? "Delivery is paused; alerts stay in the spool." : "Delivery is resumed."
        actions.append(.log(.notice, line))
    }
}
