import ArgusClient
import Logging

// What follows from what became of it.
extension CourierRound {
    /// How grave it must be that the server fails on one alert alone before that is a dead letter.
    ///
    /// A failure weighs ten times as much while others come through: forty of those are enough, and
    /// take more than an hour. Where nothing else is sent, it may be the server's disk that is full,
    /// although it answers questions: then it takes most of a day.
    private static let patience = 400
    private static let weightAmongOthers = 10

    mutating func finish(
        _ job: Job, _ fate: Fate, at now: ContinuousClock.Instant
    ) {
        switch fate {
        case .settled(let settlement): finish(job, settlement, at: now)
        case .alone: lanes.separate(job.lane)
        }
    }

    mutating func finish(
        _ job: Job, _ settlement: Settlement, at now: ContinuousClock.Instant
    ) {
        var last = job.entry.sequence
        switch settlement {
        case .skipped:
            last = job.entry.group.last ?? last
            gate.abandonProbe(from: job.generation, at: now)
        case .delivered(let sequences, _):
            last = sequences.max() ?? last
            arrive(job)
        case .dead(_, let reason):
            log(.error, "\(Self.name(job)) is a dead letter: \(reason)")
            arrive(job)
        }
        lanes.finish(job.lane, upTo: last)
    }

    /// Lets entries that were brought together go one by one.
    mutating func partUp(_ job: Job, at now: ContinuousClock.Instant) {
        gate.abandonProbe(from: job.generation, at: now)
        lanes.partUp(job.lane)
    }

    private mutating func arrive(_ job: Job) {
        successes += 1
        open(job, "Alerts are delivered again.")
    }

    private mutating func open(_ job: Job, _ notice: String) {
        guard gate.succeed(from: job.generation) || (trouble == .spool && gate.trouble == nil)
        else {
            return
        }
        log(.notice, notice)
        trouble = nil
        actions.append(.note(trouble: nil))
    }

    mutating func fail(
        _ job: Job, _ failure: Failure, at now: ContinuousClock.Instant
    ) {
        let othersCameThrough = lanes.fail(job.lane, successes: successes)
        let isAlone = othersCameThrough || failure.serverAnswers && lanes.count == 1
        if Self.trouble(failure.cause) == .unreachable, isAlone {
            if !othersCameThrough { open(job, "The server answers again.") }
            gate.abandonProbe(from: job.generation, at: now)
            let weight = othersCameThrough ? Self.weightAmongOthers : 1
            setAside(job, failure.cause, weight: failure.serverAnswers ? weight : 0, at: now)
        } else {
            lanes.giveBack(job.lane)
            close(job.generation, failure, at: now)
        }
    }

    /// Sends nothing more for a while.
    private mutating func close(
        _ generation: Int, _ failure: Failure, at now: ContinuousClock.Instant
    ) {
        let (error, kind) = (failure.cause, Self.trouble(failure.cause))
        let (policy, random) = (policy, random)
        let isNews = gate.fail("\(error)", from: generation, at: now) { failures in
            if kind == .unauthorised { return policy.refused }
            let delay = policy.delay(after: failures, error, random())
            // A server that answers may take the next one: each gets its turn soon.
            return failure.serverAnswers ? min(delay, policy.base * 8) : delay
        }
        if isNews || (trouble != nil && trouble != kind) { report(kind, "\(error)") }
    }

    /// Lets entries that could not be sent together go on: by themselves if the server failed on
    /// them, or takes no batches.
    mutating func fail(
        _ jobs: [Job], _ error: any Error, at now: ContinuousClock.Instant
    ) {
        let verdict = batches.fail(error, at: now)
        for job in jobs {
            lanes.giveBackSent(job.lane, alone: verdict == .failsOnOne)
        }
        switch verdict {
        case .failsOnOne: break
        case .notOffered: log(.info, "The server takes no batches; alerts are sent one by one.")
        case .tellsNothing:
            if let job = jobs.first { close(job.generation, Failure(cause: error), at: now) }
        }
    }

    /// Lets the others go on when the server fails on one alert alone, which is tried again later;
    /// in the end it becomes a dead letter.
    private mutating func setAside(
        _ job: Job, _ error: any Error, weight: Int, at now: ContinuousClock.Instant
    ) {
        let (often, gravity) = lanes.blame(job.lane, weight: weight)
        if gravity >= Self.patience {
            let reason = "the server fails on this alert again and again, and on no other: \(error)"
            log(.error, "\(Self.name(job)) is a dead letter: \(reason)")
            requests += 1
            lanes.keep(job.lane)
            return actions.append(.bury(job, reason: reason))
        }
        let delay = policy.delay(after: often, error, random())
        lanes.giveBack(job.lane, notBefore: now + delay)
        actions.append(
            .setAside(job.entry.sequence, for: delay, gravity: gravity, because: "\(error)"))
        if often == 1 {
            log(
                .warning,
                "Alert \(job.entry.sequence) is set aside, and tried again now and then: \(error)")
        }
    }

    private static func name(_ job: Job) -> String {
        "Alert \(job.entry.sequence) (\(job.entry.alert.kind))"
    }

    private static func trouble(_ error: any Error) -> Trouble {
        guard let error = error as? ArgusError else { return .spool }
        return switch error.kind {
        case .notAuthenticated, .forbidden: .unauthorised
        case .rateLimited: .busy
        default: .unreachable
        }
    }

    mutating func report(_ kind: Trouble, _ reason: String) {
        guard trouble != kind else { return }
        trouble = kind
        let isTheirs = kind == .unreachable || kind == .busy
        log(isTheirs ? .warning : .error, "\(reason) Alerts stay in the spool until that is over.")
        actions.append(.note(trouble: reason))
    }

    private mutating func log(_ level: Logger.Level, _ line: String) {
        actions.append(.log(level, line))
    }
}

extension CourierPolicy {
    /// How long to wait after so many failures, of which this was the last.
    fileprivate func delay(after failures: Int, _ error: any Error, _ random: Double) -> Duration {
        delay(after: failures, asked: (error as? ArgusError)?.retryAfter, random: random)
    }
}
