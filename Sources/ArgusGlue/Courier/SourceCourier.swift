import ArgusClient
import Logging
import ServiceLifecycle

/// Delivers the alerts of one source.
///
/// One process delivers a source's alerts at a time; another one waits until that has ended. Alerts
/// of one key travel one after another, those of different keys beside each other. When the server
/// cannot be reached, nothing is given up: the courier waits longer and longer, and goes on where it
/// stopped.
final class SourceCourier: Service {
    private let account: SourceAccount
    private let spool: Spool
    private let settler: Settler
    private let delivery: Delivery
    private let logger: Logger
    private let bell = Bell()

    init(_ account: SourceAccount, spool: Spool, settler: Settler, logger: Logger) {
        (self.account, self.spool, self.settler) = (account, spool, settler)
        delivery = Delivery(
            client: account.client, spool: spool, source: account.name,
            recurrence: account.policy.recurrence)
        self.logger = logger.of(account.name)
    }

    /// Says that there may be something new in the spool.
    func ring() { bell.ring { $0.hasWork = true } }

    /// Says that another process has written to the spool.
    func look() {
        bell.ring {
            $0.hasWork = true
            $0.mayBePaused = true
        }
    }

    /// Says that this process will put nothing more into the spool.
    func finishWhenEmpty() { bell.ring { $0.isDraining = true } }

    func run() async throws {
        try await withGracefulShutdownHandler {
            var isDraining = false
            guard let lock = try await lock(&isDraining) else { return }
            try await deliver(isDraining: isDraining)
            withExtendedLifetime(lock) {}
        } onGracefulShutdown: {
            self.bell.ring { $0.isStopping = true }
        }
    }

    /// Waits for the right to deliver; nil if there is no need for it any more.
    private func lock(_ isDraining: inout Bool) async throws -> DeliveryLock? {
        var isKnown = false
        while true {
            if let lock = try DeliveryLock.take(forSpool: spool.path, of: account.name) {
                return lock
            }
            if !isKnown {
                let pid = try DeliveryLock.holder(ofSpool: spool.path, of: account.name)?.pid
                let name = pid.map { "Process \($0)" } ?? "Another process"
                logger.notice("\(name) delivers; this one accepts.")
                isKnown = true
            }
            if isDraining { return nil }
            guard await waitForOther(&isDraining) else { return nil }
        }
    }

    /// Waits a while, or until no more alerts will come; false if it is to end.
    private func waitForOther(_ isDraining: inout Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(2)
        let alarm = bell.ring(at: end)
        defer { alarm.cancel() }
        while !isDraining, ContinuousClock.now < end {
            guard let news = await bell.next(), !news.isStopping else { return false }
            isDraining = news.isDraining
        }
        return true
    }

    private func deliver(isDraining: Bool) async throws {
        if try spool.deliver(account.name, to: account.server) {
            logger.notice(
                "The server is another one than before: its incidents are looked up anew.")
        }
        try spool.note(trouble: nil, of: account.name)
        try spool.forgetClosed(of: account.name, olderThan: account.policy.memory)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.beat() }
            group.addTask { await self.watchQueue() }
            let beginning: [CourierRound.Event] = pauseNews() + front() + [.work]
            await self.goRounds(isDraining ? beginning + [.draining] : beginning, &group)
            group.cancelAll()
        }
    }

    /// Does what the round says until it is over, beginning with some events.
    private func goRounds(
        _ beginning: [CourierRound.Event], _ group: inout DiscardingTaskGroup
    ) async {
        var round = CourierRound(account.policy, mayBatch: account.client.version != .v1)
        var events = beginning
        while true {
            let now = ContinuousClock.now
            while !events.isEmpty {
                for action in round.take(events.removeFirst(), at: now) {
                    if let event = perform(action, &group) { events.append(event) }
                }
            }
            if round.isOver { return }
            let alarm = round.wake(after: now).map { bell.ring(at: $0) }
            let news = await bell.next()
            alarm?.cancel()
            guard let news else { return }
            events = (news.mayBePaused ? pauseNews() : []) + news.events + [.time]
        }
    }

    /// Whether somebody has paused the delivery; nothing if that cannot be read.
    private func pauseNews() -> [CourierRound.Event] {
        (try? spool.isPaused(account.name)).map { [.paused($0)] } ?? []
    }

    /// What was put in front of the queue before.
    private func front() -> [CourierRound.Event] {
        let entries = (try? spool.claimFront(of: account.name)) ?? []
        return entries.isEmpty ? [] : [.front(entries)]
    }

    /// Does something; the answer is what has happened by that, unless it is told later.
    private func perform(
        _ action: CourierRound.Action, _ group: inout DiscardingTaskGroup
    ) -> CourierRound.Event? {
        switch action {
        case .claim(let last, let limit, let appetite): return claim(last, limit, appetite)
        case .feed(let lane, let last, let limit): return feed(lane, last, limit)
        case .deliver(let job): send(&group) { await self.deliver(job) }
        case .deliverTogether(let jobs): send(&group) { await self.deliver(jobs) }
        case .bury(let job, let reason): send(&group) { await self.bury(job, reason) }
        case .setAside(let sequence, let delay, let gravity, let reason):
            try? spool.setAside(sequence, for: delay, gravity: gravity, because: reason)
        case .note(let trouble): try? spool.note(trouble: trouble, of: account.name)
        case .log(let level, let line): logger.log(level: level, "\(line)")
        }
        return nil
    }

    private func claim(
        _ last: Int64, _ limit: Int, _ appetite: Appetite
    ) -> CourierRound.Event {
        var appetite = appetite
        do {
            let claim = try spool.claim(of: account.name, after: last, limit: limit) {
                appetite.wants($0)
            }
            return .claimed(claim, now: spool.clock())
        } catch {
            return .notClaimed(error)
        }
    }

    private func feed(
        _ lane: Lanes.Name, _ last: Int64, _ limit: Int
    ) -> CourierRound.Event? {
        guard case .key(let bytes) = lane else { return nil }
        do {
            let key = String(decoding: bytes, as: UTF8.self)
            return .fed(
                lane, try spool.claim(key, of: account.name, upTo: last, limit: limit))
        } catch {
            return .notFed(lane, error)
        }
    }

    /// Begins something that takes a while; what becomes of it is told by the bell.
    private func send(
        _ group: inout DiscardingTaskGroup,
        _ body: @escaping @Sendable () async -> CourierRound.Event
    ) {
        group.addTask { [bell] in
            let outcome = await body()
            bell.ring { $0.outcomes.append(outcome) }
        }
    }

    private func deliver(_ loaded: CourierRound.Job) async -> CourierRound.Event {
        var job = loaded
        do {
            job = try whole(loaded)
            try await join([job])
            let settlement = try await delivery.deliver(job.entry, followedBy: job.closing)
            let merged = job.entry.merged
            if merged != nil, case .dead = settlement { return try await part(job) }
            let settlements = settlement.including(merged)
            try await settler.settle(settlements, of: account.name)
            return .delivered(job, settlements.first ?? settlement)
        } catch is MustGoApart {
            do {
                return try await part(job)
            } catch {
                return .failed(job, CourierRound.Failure(cause: error))
            }
        } catch let error as ArgusError where error.isFailureOfServer {
            let answers = await delivery.serverAnswers()
            return .failed(job, CourierRound.Failure(cause: error, serverAnswers: answers))
        } catch {
            return .failed(job, CourierRound.Failure(cause: error))
        }
    }

    /// Writes down which entries are sent together, if they were not before.
    private func join(_ jobs: [CourierRound.Job]) async throws {
        try await spool.join(
            jobs.filter { $0.entry.merged != nil && $0.entry.attempts == 0 }.map(\.entry.group))
    }

    /// The job with all that its entry was brought together with before, also with what is not in memory
    /// yet.
    private func whole(_ job: CourierRound.Job) throws -> CourierRound.Job {
        guard let last = job.entry.together, job.entry.group.last != last else { return job }
        let entries = try spool.entries(togetherWith: job.entry)
        guard let first = entries.first else { return job }
        var whole = job
        whole.entry = first.takingIn(entries.dropFirst())
        return whole
    }

    private func part(_ job: CourierRound.Job) async throws -> CourierRound.Event {
        try await spool.join([job.entry.group], isTogether: false)
        return .mustGoApart(job)
    }

    private func deliver(_ loaded: [CourierRound.Job]) async -> CourierRound.Event {
        var jobs = loaded
        do {
            jobs = try loaded.map { try whole($0) }
            try await join(jobs)
            let fates = try await delivery.deliverTogether(jobs.map { ($0.entry, $0.closing) })
            try await settler.settle(fates.compactMap(\.settlement), of: account.name)
            return .deliveredTogether(jobs, fates)
        } catch {
            return .failedTogether(jobs, error)
        }
    }

    private func bury(_ job: CourierRound.Job, _ reason: String) async -> CourierRound.Event {
        do {
            try await settler.settle(
                [.dead(job.entry.sequence, reason: reason)], of: account.name)
            return .buried(job)
        } catch {
            return .failed(job, CourierRound.Failure(cause: error))
        }
    }

    /// Sees that an incident tells of it when alerts wait for too long, until it is cancelled.
    private func watchQueue() async {
        guard let alarm = QueueAlarm(of: account.name, after: account.queueAlarm, in: spool) else {
            return
        }
        while true {
            do {
                let news = try alarm.look()
                if !news.isEmpty {
                    bell.ring {
                        $0.front += news.filter { $0.sequence < 0 }
                        $0.hasWork = true
                    }
                }
            } catch {
                // It is looked at again, and the courier tells of a spool that cannot be read.
            }
            do { try await Task.sleep(for: alarm.interval) } catch { return }
        }
    }

    /// Tells the server each minute, or as often as is set, that this source is alive, and how its
    /// queue stands.
    private func beat() async {
        guard let heartbeat = account.heartbeat else { return }
        while true {
            do {
                try await account.client.heartbeat(try? spool.queue(of: account.name))
            } catch {
                if case .notFound = error.kind {
                    logger.notice("The server takes no heartbeats.")
                    return
                }
            }
            do { try await Task.sleep(for: heartbeat) } catch { return }
        }
    }
}
