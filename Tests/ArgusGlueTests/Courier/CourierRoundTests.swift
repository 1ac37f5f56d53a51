import ArgusClient
import GRDB
import Testing

@testable import ArgusGlue

/// What a round says is to be done, told of what has happened: nothing else takes part.
@Suite struct `A courier's round` {
    private let start = ContinuousClock.now

    private func round(_ parallel: Int = 2, mayBatch: Bool = false) -> CourierRound {
        let policy = CourierPolicy(parallel: parallel, base: .seconds(1), cap: .seconds(60))
        return CourierRound(policy, mayBatch: mayBatch) { 1 }
    }

    private func claimed(_ entries: [SpoolEntry]) -> CourierRound.Event {
        let last = entries.last?.sequence ?? 0
        return .claimed(Spool.Claim(entries: entries, last: last), now: moment(0))
    }

    /// A round that was given entries, and what it sends of them.
    private func given(
        _ entries: [SpoolEntry], _ parallel: Int = 2, mayBatch: Bool = false
    ) -> (CourierRound, [CourierRound.Action]) {
        var round = round(parallel, mayBatch: mayBatch)
        _ = round.take(.work, at: start)
        let actions = round.take(claimed(entries), at: start)
        return (round, actions)
    }

    @Test func `asks for entries when there may be some, and once at a time`() {
        var round = round()

        #expect(round.take(.work, at: start).claims == [0])
        #expect(round.take(.work, at: start).claims == [])
        #expect(round.take(claimed([.sample(7)]), at: start).claims == [7])
    }

    @Test func `sends alerts of one key one after another`() throws {
        var (round, actions) = given([.sample(1, "a"), .sample(2, "a"), .sample(3, "b")])
        let first = try #require(actions.jobs.first)
        let next = round.take(.delivered(first, .delivered([1], .nothing)), at: start)

        #expect(actions.jobs.map(\.entry.sequence) == [1, 3])
        #expect(next.jobs.map(\.entry.sequence) == [2])
    }

    @Test func `has no more than so many requests under way`() {
        let (_, actions) = given((1...9).map { .sample($0) }, 4)

        #expect(actions.jobs.count == 4)
    }

    @Test func `sends nothing after a failure, and then one to see`() throws {
        var (round, actions) = given((1...9).map { .sample($0) })
        let unreachable = CourierRound.Failure(cause: Unreachable())
        for job in actions.jobs { actions += round.take(.failed(job, unreachable), at: start) }
        let wake = try #require(round.wake(after: start))

        #expect(actions.jobs.count == 2 && wake == start + .seconds(1))
        #expect(round.take(.time, at: wake).jobs.count == 1)
    }

    @Test func `says once what the trouble is, and once that it is over`() throws {
        var (round, actions) = given((1...9).map { .sample($0) })
        let unreachable = CourierRound.Failure(cause: Unreachable())
        for job in actions.jobs { actions += round.take(.failed(job, unreachable), at: start) }
        let wake = try #require(round.wake(after: start))
        let probe = try #require(round.take(.time, at: wake).jobs.first)
        let after = round.take(.delivered(probe, .delivered([1], .nothing)), at: wake)

        #expect(actions.lines.count == 1 && actions.troubles.count == 1)
        #expect(after.lines == ["Alerts are delivered again."] && after.troubles == [nil])
    }

    @Test func `sends many together where more wait than it can send one by one`() {
        let (_, actions) = given((1...9).map { .sample($0) }, mayBatch: true)

        #expect(actions.batches.map(\.count) == [9] && actions.jobs.isEmpty)
    }

    @Test func `sends by itself what cannot go together`() throws {
        var (round, actions) = given((1...9).map { .sample($0) }, mayBatch: true)
        let batch = try #require(actions.batches.first)
        let fates = batch.map {
            $0.entry.sequence == 5
                ? Fate.alone : .settled(.delivered([$0.entry.sequence], .nothing))
        }
        actions = round.take(.deliveredTogether(batch, fates), at: start)

        #expect(actions.jobs.map(\.entry.sequence) == [5])
    }

    @Test func `tries again later where the spool cannot be read`() {
        var round = round()
        _ = round.take(.work, at: start)
        let actions = round.take(.notClaimed(SpoolProblem(.locked, "It is locked.")), at: start)

        #expect(actions.claims.isEmpty && actions.lines.count == 1)
        #expect(round.wake(after: start) == start + .seconds(1))
        #expect(round.take(.time, at: start + .seconds(1)).claims == [0])
    }

    @Test func `keeps an entry for as long as it is not to be tried`() {
        let later = SpoolEntry.sample(1, nextAttempt: moment(90))
        var (round, actions) = given([later])

        #expect(actions.jobs.isEmpty && round.wake(after: start) == start + .seconds(90))
        #expect(round.take(.time, at: start + .seconds(90)).jobs.count == 1)
    }

    @Test func `is over when nothing waits and no more will come`() throws {
        var (round, actions) = given([.sample(1)])
        _ = round.take(claimed([]), at: start)
        _ = round.take(.draining, at: start)
        let job = try #require(actions.jobs.first)

        #expect(!round.isOver)
        actions = round.take(.delivered(job, .delivered([1], .nothing)), at: start)
        #expect(round.isOver)
    }

    @Test func `finishes what is under way when it is to stop`() throws {
        var (round, actions) = given((1...9).map { .sample($0) })
        let stopped = round.take(.stopping, at: start)
        for job in actions.jobs {
            #expect(!round.isOver)
            actions += round.take(.delivered(job, .delivered([1], .nothing)), at: start)
        }

        #expect(stopped.isEmpty && actions.jobs.count == 2 && round.isOver)
    }
}

private struct Unreachable: Error {}

extension SpoolEntry {
    /// An opening at a place in the queue, of a key of its own unless one is named.
    fileprivate static func sample(
        _ sequence: Int64, _ key: String? = nil, nextAttempt: Timestamp? = nil
    ) -> SpoolEntry {
        let row: Row = [
            "sequence": sequence, "source": "default", "accepted": moment(0).microseconds,
            "attempts": 0, "next_attempt": nextAttempt?.microseconds, "reason": nil, "gravity": 0,
            "payload": Alert.sample(key ?? "\(sequence)").json.text,
        ]
        guard let entry = try? SpoolEntry(row: row) else { preconditionFailure("no entry") }
        return entry
    }
}

extension [CourierRound.Action] {
    fileprivate var jobs: [CourierRound.Job] {
        compactMap { if case .deliver(let job) = $0 { job } else { nil } }
    }

    fileprivate var batches: [[CourierRound.Job]] {
        compactMap { if case .deliverTogether(let jobs) = $0 { jobs } else { nil } }
    }

    /// After which places entries are to be taken.
    fileprivate var claims: [Int64] {
        compactMap { if case .claim(let last, _, _) = $0 { last } else { nil } }
    }

    fileprivate var lines: [String] {
        compactMap { if case .log(_, let line) = $0 { line } else { nil } }
    }

    fileprivate var troubles: [String?] {
        compactMap { if case .note(let trouble) = $0 { .some(trouble) } else { nil } }
    }
}
