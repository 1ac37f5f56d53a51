import ArgusClient
import Logging

/// What a courier knows while it delivers: which entries wait, which are under way, and whether
/// the server can be reached.
struct CourierRound {
    /// One entry on its way, perhaps with the closing that follows it.
    struct Job: Sendable {
        let lane: Lanes.Name
        let entry: SpoolEntry
        let closing: SpoolEntry?
        /// The gate's generation when it began.
        let generation: Int
    }

    /// Why a job failed.
    struct Failure: Error {
        let cause: any Error
        /// Whether the server said that it failed on the entry, and then answered a question.
        var serverAnswers = false
    }

    /// What keeps alerts from being delivered; a line is logged when it changes.
    private enum Trouble: Equatable {
        case unreachable, unauthorised, busy, spool
    }

    /// Fewer lanes than this are topped up from the spool, unless so many are set aside that memory
    /// would not be bounded any more.
    private static let fewLanes = 64
    private static let manyLanes = 4096
    private static let claimSize = 512

    /// How grave it must be that the server fails on one alert alone before that is a dead letter.
    ///
    /// A failure weighs ten times as much while others come through: forty of those are enough, and
    /// take more than an hour. Where nothing else is sent, it may be the server's disk that is full,
    /// although it answers questions: then it takes most of a day.
    private static let patience = 400
    private static let weightAmongOthers = 10

    private let courier: Courier
    private var lanes = Lanes()
    private var gate = ConnectionGate()
    private var last: Int64 = 0
    private var mayHaveMore = true
    private var isDraining: Bool
    private var isStopping = false
    private var successes = 0
    private var trouble: Trouble?
    private var spoolRetry: ContinuousClock.Instant?

    init(_ courier: Courier, isDraining: Bool) {
        self.courier = courier
        self.isDraining = isDraining
    }

    /// Whether the courier may go home.
    var isOver: Bool {
        if isStopping { return lanes.runningCount == 0 }
        return isDraining && lanes.isEmpty && !mayHaveMore
    }

    /// When to look again although nothing has happened; nil if only something that happens can
    /// change anything.
    ///
    /// It is later than the time for which ``nextJobs(at:)`` was asked: what could be begun by then
    /// was begun, or waits for one that is under way.
    func wake(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !isStopping else { return nil }
        let isFree = lanes.runningCount < courier.policy.parallel
        let start = isFree ? lanes.nextStart(from: now) : nil
        let chance = start.map { max($0, gate.opens ?? $0) }
        return [chance, spoolRetry].compactMap { $0 }.filter { $0 > now }.min()
    }

    /// Takes note of what has happened.
    mutating func take(_ news: Bell.News) {
        if news.hasWork { mayHaveMore = true }
        if news.isDraining { isDraining = true }
        if news.isStopping { isStopping = true }
        for (job, result) in news.finished {
            switch result {
            case .success(let settlement): finish(job, settlement)
            case .failure(let error): fail(job, error)
            }
        }
    }

    /// The entries to be sent at a time.
    mutating func nextJobs(at now: ContinuousClock.Instant) -> [Job] {
        guard !isStopping else { return [] }
        load(at: now)
        var jobs: [Job] = []
        lanes.awaken(at: now)
        while lanes.runningCount < courier.policy.parallel, lanes.readyCount > 0,
            gate.mayPass(at: now), let (name, entry, next) = lanes.take()
        {
            jobs.append(
                Job(
                    lane: name, entry: entry, closing: Self.closing(entry, next),
                    generation: gate.generation))
        }
        return jobs
    }

    /// The closing that can travel with an opening that was never sent: one that has no text of its
    /// own, since an incident that is posted as closed has no closing event to bear it.
    private static func closing(_ entry: SpoolEntry, _ next: SpoolEntry?) -> SpoolEntry? {
        guard entry.alert.kind == .open, entry.attempts == 0, let next, next.attempts == 0,
            next.alert.kind == .close, next.alert.description.isEmpty,
            next.alert.time >= entry.alert.time
        else { return nil }
        return next
    }

    private mutating func load(at now: ContinuousClock.Instant) {
        if let retry = spoolRetry, retry > now { return }
        spoolRetry = nil
        do {
            for name in lanes.hungry { try feed(name) }
            while mayHaveMore, lanes.readyCount < Self.fewLanes, lanes.count < Self.manyLanes {
                try loadMore()
            }
        } catch {
            spoolRetry = now + .seconds(1)
            report(.spool, "\(error)")
        }
    }

    private mutating func feed(_ name: Lanes.Name) throws {
        guard case .key(let bytes) = name else { return }
        let key = String(decoding: bytes, as: UTF8.self)
        let entries = try courier.spool.claim(key, upTo: last, limit: Lanes.laneLimit)
        lanes.feed(name, entries, hasMore: entries.count == Lanes.laneLimit)
    }

    private mutating func loadMore() throws {
        var taken: [Lanes.Name: Int] = [:]
        let claim = try courier.spool.claim(after: last, limit: Self.claimSize) { [lanes] key in
            let name = Lanes.Name(key: key)
            guard key.isEmpty || taken[name, default: 0] < lanes.room(in: name) else {
                return false
            }
            taken[name, default: 0] += 1
            return true
        }
        mayHaveMore = claim.last > last
        last = claim.last
        for entry in claim.entries { add(entry) }
        for key in claim.left { lanes.leave(Lanes.Name(key: key)) }
    }

    private mutating func add(_ entry: SpoolEntry) {
        let now = courier.spool.clock()
        let moment = entry.nextAttempt.flatMap { $0 > now ? $0 : nil }
        lanes.add(entry, notBefore: moment.map { .now + $0.since(now) })
    }

    private mutating func finish(_ job: Job, _ settlement: Settlement) {
        var count = 1
        switch settlement {
        case .skipped: gate.abandonProbe(from: job.generation, at: .now)
        case .delivered(let sequences, _):
            count = sequences.count
            arrive(job)
        case .dead(_, let reason):
            let alert = "Alert \(job.entry.sequence) (\(job.entry.alert.kind))"
            courier.logger.error("\(alert) is a dead letter: \(reason)")
            arrive(job)
        }
        lanes.finish(job.lane, count)
    }

    private mutating func arrive(_ job: Job) {
        successes += 1
        open(job, "Alerts are delivered again.")
    }

    private mutating func open(_ job: Job, _ notice: Logger.Message) {
        guard gate.succeed(from: job.generation) || (trouble == .spool && gate.trouble == nil)
        else {
            return
        }
        courier.logger.notice(notice)
        trouble = nil
        try? courier.spool.note(trouble: nil)
    }

    private mutating func fail(_ job: Job, _ failure: Failure) {
        let othersCameThrough = lanes.fail(job.lane, successes: successes)
        let (error, now, policy) = (failure.cause, ContinuousClock.now, courier.policy)
        let asked = (error as? ArgusError)?.retryAfter
        let kind = Self.trouble(error)
        let isAlone = othersCameThrough || failure.serverAnswers && lanes.count == 1
        if kind == .unreachable, isAlone {
            if !othersCameThrough { open(job, "The server answers again.") }
            gate.abandonProbe(from: job.generation, at: now)
            let weight = othersCameThrough ? Self.weightAmongOthers : 1
            setAside(job, error, asked, weight: failure.serverAnswers ? weight : 0)
            return
        }
        lanes.giveBack(job.lane)
        let isNews = gate.fail("\(error)", from: job.generation, at: now) { failures in
            let delay = policy.delay(after: failures, asked: asked, random: .random(in: 0..<1))
            if kind == .unauthorised { return policy.refused }
            // A server that answers may take the next one: each gets its turn soon.
            return failure.serverAnswers ? min(delay, policy.base * 8) : delay
        }
        if isNews || (trouble != nil && trouble != kind) { report(kind, "\(error)") }
    }

    /// Lets the others go on when the server fails on one alert alone, which is tried again later;
    /// in the end it becomes a dead letter.
    private mutating func setAside(
        _ job: Job, _ error: any Error, _ asked: Duration?, weight: Int
    ) {
        let (often, gravity) = lanes.blame(job.lane, weight: weight)
        let (sequence, spool) = (job.entry.sequence, courier.spool)
        if gravity >= Self.patience {
            let reason = "the server fails on this alert again and again, and on no other: \(error)"
            do {
                try spool.bury(sequence, reason)
                courier.logger.error(
                    "Alert \(sequence) (\(job.entry.alert.kind)) is a dead letter: \(reason)")
                return lanes.finish(job.lane, 1)
            } catch {
                courier.logger.error("\(error)")
            }
        }
        let delay = courier.policy.delay(after: often, asked: asked, random: .random(in: 0..<1))
        lanes.giveBack(job.lane, notBefore: .now + delay)
        try? spool.setAside(sequence, for: delay, gravity: gravity, because: "\(error)")
        if often == 1 {
            courier.logger.warning(
                "Alert \(sequence) is set aside, and tried again now and then: \(error)")
        }
    }

    private static func trouble(_ error: any Error) -> Trouble {
        guard let error = error as? ArgusError else { return .spool }
        return switch error.kind {
        case .notAuthenticated, .forbidden: .unauthorised
        case .rateLimited: .busy
        default: .unreachable
        }
    }

    private mutating func report(_ kind: Trouble, _ reason: String) {
        guard trouble != kind else { return }
        trouble = kind
        let kept = "Alerts stay in the spool until that is over."
        if kind == .unreachable || kind == .busy {
            courier.logger.warning("\(reason) \(kept)")
        } else {
            courier.logger.error("\(reason) \(kept)")
        }
        try? courier.spool.note(trouble: reason)
    }
}
