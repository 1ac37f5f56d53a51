import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// Gathers requests that arrive while a commit is under way, so that the next commit serves them
/// all: one flush to disk for many, and no waiting when there is nothing to gather.
///
/// Where several transactions can write at once, the next commit does not wait for the one under way
/// if what has gathered is worth one. What needs something that another transaction holds waits for
/// it beside the others, who go on; and nobody waits for longer than the database's limit.
final class Batcher<Item: Sendable, Context>: Sendable {
    private struct State {
        var waiting: [Waiting] = []
        /// How much the waiting items have to write, all together.
        var size = 0
        var flushes = 0
        /// What waits for something that others hold, and whether somebody sees to it.
        var held: [Waiting] = []
        var isSeeingToHeld = false
        /// When so many had gathered last that they were a crowd.
        var crowded: ContinuousClock.Instant?
    }

    private let database: Database
    private let size: @Sendable (Item) -> Int
    private let prepare: @Sendable (Transaction, [Item]) throws -> Context
    private let isHeld: @Sendable (Context, Item) -> Bool
    private let state = Mutex(State())

    /// More items than this do not go into one transaction, nor more rows.
    private static var batchLimit: (items: Int, size: Int) { (256, 1000) }
    /// So many rows are worth a commit of their own while another is under way.
    private static var worthwhile: Int { 128 }
    /// More items than this do not wait, nor more rows: the next is refused.
    private static var queueLimit: (items: Int, size: Int) { (4096, 65_536) }

    /// So many rows that gather during one commit are a crowd, which is remembered for so long.
    private static var crowd: (size: Int, memory: Duration) { (4, .milliseconds(200)) }

    /// A moment in which what others hold is mostly given back.
    private static var moment: Duration { .milliseconds(500) }

    /// `prepare` makes of the items of a batch what each is carried out with; `size` tells how many
    /// rows one is about, and `isHeld` whether one needs what another transaction holds.
    ///
    /// A refusal refuses its own item; when anything else is thrown, nothing of the batch remains and
    /// the items are tried one by one, unless that is no item's fault: the database was lost, so that
    /// nobody knows what remains, or somebody else holds it.
    init(
        _ database: Database,
        size: @escaping @Sendable (Item) -> Int = { _ in 1 },
        isHeld: @escaping @Sendable (Context, Item) -> Bool = { _, _ in false },
        _ prepare: @escaping @Sendable (Transaction, [Item]) throws -> Context
    ) {
        (self.database, self.size) = (database, size)
        (self.prepare, self.isHeld) = (prepare, isHeld)
    }

    /// Has an item of somebody carried out who may do that, or refuses; returns when its transaction
    /// is on disk.
    func submit<Answer: Sendable>(
        _ item: Item, _ permission: Permission, by requester: Requester,
        _ carryOut: @escaping @Sendable (inout Context) throws -> Answer
    ) async throws -> Answer {
        try requester.check(permission)
        return try await withCheckedThrowingContinuation { continuation in
            enqueue(Waiting(item, until: .now + database.limits.write, carryOut, continuation))
        }
    }

    /// Whether more was handed in lately than could be written at once, so that whoever can wait should.
    var isCrowded: Bool {
        state.withLock { state in
            state.crowded.map { $0.duration(to: .now) < Self.crowd.memory } ?? false
        }
    }

    private func enqueue(_ waiting: Waiting) {
        let step = state.withLock { state -> Step in
            guard state.waiting.count + state.held.count < Self.queueLimit.items,
                state.size < Self.queueLimit.size
            else { return .refuse }
            state.waiting.append(waiting)
            state.size += size(waiting.item)
            guard mayFlush(state) else { return .wait }
            state.flushes += 1
            return .flush
        }
        switch step {
        case .wait: break
        // Not the asker's task: an asker who goes away must not stop the others' commit.
        case .flush: Task.detached { await self.flush() }
        case .refuse:
            waiting.fail(
                Refusal.unavailable(
                    "The server has more to write than it can; try again.", retryAfter: 1))
        }
    }

    private enum Step { case wait, flush, refuse }

    private func mayFlush(_ state: State) -> Bool {
        state.flushes == 0
            || state.flushes < database.writers && state.size >= Self.worthwhile
    }

    private func flush() async {
        while let batch = next() {
            for tell in await carryOut(batch) { tell() }
        }
    }

    private func next() -> [Waiting]? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.flushes -= 1
                return nil
            }
            var taken = 0
            let batch = Array(
                state.waiting.prefix(Self.batchLimit.items).prefix { waiting in
                    // Whatever its size, the first is not too large.
                    guard taken == 0 || taken + size(waiting.item) <= Self.batchLimit.size else {
                        return false
                    }
                    taken += size(waiting.item)
                    return true
                })
            state.waiting.removeFirst(batch.count)
            state.size -= taken
            if taken >= Self.crowd.size { state.crowded = .now }
            return batch
        }
    }

    /// Gives what tells each asker what became of its item, now that it is on disk; what has to wait
    /// for others is set aside.
    private func carryOut(_ batch: [Waiting]) async -> [Telling] {
        let (batch, tellings) = Self.parted(batch)
        if batch.isEmpty { return tellings }
        do {
            // While some wait for others already, nobody is kept from going on.
            let skips = state.withLock { !$0.held.isEmpty }
            return tellings
                + (try await attempt(batch, skipsLocked: skips, lockLimit: lockLimit(batch)))
        } catch let error as Unavailable {
            guard error.isHeld else { return tellings + batch.map { $0.failing(error) } }
            setAside(batch)
            return tellings
        } catch {
            if batch.count == 1 { return tellings + batch.map { $0.failing(error) } }
            var all = tellings
            for waiting in batch { all += await carryOut([waiting]) }
            return all
        }
    }

    /// The one writer of an embedded database has nobody beside it, so it waits for as long as it may.
    private func lockLimit(_ batch: [Waiting]) -> Duration? {
        database.writers == 1 ? nil : Self.moment
    }

    /// Carries out items in one transaction; those that need what others hold are set aside.
    private func attempt(
        _ batch: [Waiting], skipsLocked: Bool, lockLimit: Duration?
    ) async throws -> [Telling] {
        let deadline = batch.map(\.deadline).min() ?? .now
        let done = try await database.writeUnchecked(
            .locking, within: Patience(until: deadline, lockLimit: lockLimit),
            skipsLocked: skipsLocked
        ) { [prepare, isHeld] transaction in
            var context = try prepare(transaction, batch.map(\.item))
            return try batch.map { waiting -> Telling? in
                isHeld(context, waiting.item) ? nil : try waiting.carryOut(&context)
            }
        }
        let held = zip(batch, done).compactMap { waiting, telling in
            telling == nil ? waiting : nil
        }
        if !held.isEmpty { setAside(held) }
        return done.compactMap { $0 }
    }

    /// What there still is time for, and what tells the others that there is not.
    private static func parted(_ batch: [Waiting]) -> (inTime: [Waiting], late: [Telling]) {
        let now = ContinuousClock.now
        return (
            batch.filter { $0.deadline > now },
            batch.filter { $0.deadline <= now }
                .map { $0.failing(Unavailable(cause: .busy)) }
        )
    }

    private func setAside(_ batch: [Waiting]) {
        let begins = state.withLock { state in
            state.held += batch
            defer { state.isSeeingToHeld = true }
            return !state.isSeeingToHeld
        }
        if begins { Task.detached { await self.seeToHeld() } }
    }

    /// Waits for others until all that was set aside is done, or its time is over: in turns, for a
    /// moment for the first, and not at all for what the others need.
    private func seeToHeld() async {
        while let batch = takeHeld() {
            let (inTime, tellings) = Self.parted(batch)
            for tell in tellings { tell() }
            guard let first = inTime.first else { continue }
            await seeTo([first], skipsLocked: false)
            await seeTo(Array(inTime.dropFirst()), skipsLocked: true)
            // Where nothing can be waited for, it is tried again all the same, but not all the time.
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func takeHeld() -> [Waiting]? {
        state.withLock { state in
            if state.held.isEmpty {
                state.isSeeingToHeld = false
                return nil
            }
            let batch = Array(state.held.prefix(Self.batchLimit.items))
            state.held.removeFirst(batch.count)
            return batch
        }
    }

    private func seeTo(_ batch: [Waiting], skipsLocked: Bool) async {
        if batch.isEmpty { return }
        do {
            let tellings = try await attempt(
                batch, skipsLocked: skipsLocked, lockLimit: lockLimit(batch))
            for tell in tellings { tell() }
        } catch let error as Unavailable where error.isHeld {
            setAside(batch)
        } catch let error as Unavailable {
            for waiting in batch { waiting.fail(error) }
        } catch {
            if batch.count == 1 { return batch[0].fail(error) }
            for waiting in batch { await seeTo([waiting], skipsLocked: skipsLocked) }
        }
    }

    private typealias Telling = @Sendable () -> Void

    /// An item, and whoever waits for what becomes of it.
    ///
    /// Only its initialiser knows the type of the answer, so no answer can go to somebody else.
    private struct Waiting: Sendable {
        let item: Item
        let deadline: ContinuousClock.Instant
        let carryOut: @Sendable (inout Context) throws -> Telling
        let fail: @Sendable (any Error) -> Void

        init<Answer: Sendable>(
            _ item: Item, until deadline: ContinuousClock.Instant,
            _ carryOut: @escaping @Sendable (inout Context) throws -> Answer,
            _ asker: CheckedContinuation<Answer, any Error>
        ) {
            (self.item, self.deadline) = (item, deadline)
            self.carryOut = { context in
                do {
                    let answer = try carryOut(&context)
                    return { asker.resume(returning: answer) }
                } catch let refusal as Refusal {
                    return { asker.resume(throwing: refusal) }
                }
            }
            fail = { asker.resume(throwing: $0) }
        }

        func failing(_ error: any Error) -> Telling {
            { fail(error) }
        }
    }
}
