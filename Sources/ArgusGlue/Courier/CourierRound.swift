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

    /// What keeps alerts from being delivered; a line is logged when it changes.
    private enum Trouble: Equatable {
        case unreachable, unauthorised, busy, spool
    }

    /// Fewer lanes than this are topped up from the spool.
    private static let fewLanes = 64
    private static let claimSize = 512

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

    private var now: ContinuousClock.Instant { .now }

    /// Whether the courier may go home.
    var isOver: Bool {
        if isStopping { return lanes.runningCount == 0 }
        return isDraining && lanes.isEmpty && !mayHaveMore
    }

    /// When to look again although nothing has happened.
    var wake: ContinuousClock.Instant? {
        let now = now
        var start = lanes.nextStart(from: now)
        if let opens = gate.opens { start = start.map { max($0, opens) } }
        // What may be tried now has been started, or waits for one that is under way to finish.
        if start == now, gate.opens == nil { start = nil }
        return [start, spoolRetry].compactMap { $0 }.min()
    }

    /// Takes note of what has happened.
    mutating func take(_ signal: Courier.Signal) {
        switch signal {
        case .work: mayHaveMore = true
        case .tick: break
        case .drain: isDraining = true
        case .stop: isStopping = true
        case .finished(let job, .success(let settlement)): finish(job, settlement)
        case .finished(let job, .failure(let error)): fail(job, error)
        }
    }

    /// The entries to be sent now.
    mutating func nextJobs() -> [Job] {
        guard !isStopping else { return [] }
        load()
        var jobs: [Job] = []
        let now = now
        while lanes.runningCount < courier.policy.parallel, let start = lanes.nextStart(from: now),
            start <= now, gate.mayPass(at: now), let (name, entry, next) = lanes.take(at: now)
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

    private mutating func load() {
        if let retry = spoolRetry, retry > now { return }
        spoolRetry = nil
        while mayHaveMore, lanes.readyCount < Self.fewLanes {
            do {
                let claim = try courier.spool.claim(after: last, limit: Self.claimSize)
                mayHaveMore = claim.last > last
                last = claim.last
                for entry in claim.entries { add(entry) }
            } catch {
                spoolRetry = now + .seconds(1)
                report(.spool, error.description)
                return
            }
        }
    }

    private mutating func add(_ entry: SpoolEntry) {
        lanes.add(entry)
        if let moment = entry.nextAttempt, moment > courier.spool.clock() {
            lanes.postpone(Lanes.Name(entry), until: now + moment.since(courier.spool.clock()))
        }
    }

    private mutating func finish(_ job: Job, _ settlement: Settlement) {
        var count = 1
        switch settlement {
        case .skipped: gate.abandonProbe(from: job.generation, at: now)
        case .delivered(let sequences, _):
            count = sequences.count
            arrive(job)
        case .dead(_, let reason):
            let alert = "Alert \(job.entry.sequence) (\(job.entry.alert.kind))"
            courier.logger.error("\(alert) is a dead letter: \(reason)")
            arrive(job)
        case .postponed: break
        }
        lanes.finish(job.lane, count)
    }

    private mutating func arrive(_ job: Job) {
        successes += 1
        guard gate.succeed(from: job.generation) || (trouble == .spool && gate.trouble == nil)
        else {
            return
        }
        courier.logger.notice("Alerts are delivered again.")
        trouble = nil
        try? courier.spool.note(trouble: nil)
    }

    private mutating func fail(_ job: Job, _ error: any Error) {
        let failures = lanes.fail(job.lane, successes: successes)
        let now = now
        let policy = courier.policy
        let asked = (error as? ArgusError)?.retryAfter
        let kind = Self.trouble(error)
        if failures > 0, kind == .unreachable {
            // The server fails on this one and takes others: they need not wait for it.
            let delay = policy.delay(after: failures, asked: asked, random: .random(in: 0..<1))
            lanes.postpone(job.lane, until: now + delay)
            gate.abandonProbe(from: job.generation, at: now)
            courier.logger.warning("Alert \(job.entry.sequence) is tried again later: \(error)")
            return
        }
        let isNews = gate.fail("\(error)", from: job.generation, at: now) { failures in
            kind == .unauthorised
                ? policy.refused
                : policy.delay(after: failures, asked: asked, random: .random(in: 0..<1))
        }
        if isNews || (trouble != nil && trouble != kind) { report(kind, "\(error)") }
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
