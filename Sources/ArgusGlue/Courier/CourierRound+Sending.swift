import ArgusClient

// What is taken from the spool, and sent.
extension CourierRound {
    /// Fewer lanes than this are topped up from the spool, unless so many are set aside that memory
    /// would not be bounded any more.
    private static let fewLanes = 1024
    private static let manyLanes = 4096
    private static let claimSize = 512

    mutating func load(at now: ContinuousClock.Instant) {
        if let retry = spoolRetry, retry > now { return }
        spoolRetry = nil
        for lane in lanes.takeHungry() {
            actions.append(.feed(lane, upTo: last, limit: Lanes.laneLimit))
        }
        guard !isClaiming, mayHaveMore, lanes.readyCount < Self.fewLanes,
            lanes.count < Self.manyLanes
        else { return }
        isClaiming = true
        actions.append(.claim(after: last, limit: Self.claimSize, Appetite(lanes)))
    }

    mutating func retry(after problem: SpoolProblem, at now: ContinuousClock.Instant) {
        spoolRetry = now + .seconds(1)
        report(.spool, "\(problem)")
    }

    mutating func add(
        _ claim: Spool.Claim, _ date: Timestamp, _ now: ContinuousClock.Instant
    ) {
        isClaiming = false
        mayHaveMore = claim.last > last
        last = claim.last
        for entry in claim.entries {
            let moment = entry.nextAttempt.flatMap { $0 > date ? $0 : nil }
            lanes.add(entry, notBefore: moment.map { now + $0.since(date) })
        }
        for key in claim.left { lanes.leave(Lanes.Name(key: key)) }
    }

    mutating func send(at now: ContinuousClock.Instant) {
        while requests < policy.parallel, let size = nextSize(at: now), gate.mayPass(at: now) {
            requests += 1
            if size > 1 {
                batches.begin()
                let jobs = (0..<size).compactMap { _ in lanes.takeCompanion().map { job($0) } }
                actions.append(.deliverTogether(jobs))
            } else if let job = lanes.take().map({ job($0) }) {
                actions.append(.deliver(job))
            }
        }
    }

    /// How many entries the next request has; nil if none is to be sent now.
    ///
    /// Where more wait than can be sent one by one at a time, they wait for each other.
    private func nextSize(at now: ContinuousClock.Instant) -> Int? {
        let areTogether =
            gate.isOpen && batches.areOffered(at: now) && lanes.companionCount > policy.parallel
        if areTogether, batches.mayBegin { return min(batches.size, lanes.companionCount) }
        return lanes.readyCount > (areTogether ? lanes.companionCount : 0) ? 1 : nil
    }

    private mutating func job(_ taken: Lanes.Taken) -> Job {
        let entry =
            taken.isApart || !mayMerge ? taken.entry : taken.entry.takingIn(taken.next)
        if entry.merged != nil, entry.together == nil { lanes.join(taken.name, entry.group) }
        let next = taken.next.dropFirst(entry.merged?.sequences.count ?? 0).first
        return Job(
            lane: taken.name, entry: entry, closing: Self.closing(entry, next),
            generation: gate.generation)
    }

    /// The closing that can travel with an opening that was never sent: one that has no text of its
    /// own, since an incident that is posted as closed has no closing event to bear it.
    private static func closing(_ entry: SpoolEntry, _ next: SpoolEntry?) -> SpoolEntry? {
        guard entry.alert.kind == .open, entry.attempts == 0, let next, next.attempts == 0,
            next.alert.kind == .close, next.alert.description.isEmpty,
            next.alert.time >= entry.merged?.last ?? entry.alert.time
        else { return nil }
        return next
    }
}
