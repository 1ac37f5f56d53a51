import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// Gathers requests that arrive while a commit is under way, so that the next commit serves them
/// all: one flush to disk for many, and no waiting when there is nothing to gather.
///
/// Where several transactions can write at once, the next commit does not wait for the one under way
/// if what has gathered is worth one.
final class Batcher<Item: Sendable, Context>: Sendable {
    private struct State {
        var waiting: [Waiting] = []
        /// How much the waiting items have to write, all together.
        var size = 0
        var flushes = 0
    }

    private let database: Database
    private let size: @Sendable (Item) -> Int
    private let prepare: @Sendable (Transaction, [Item]) throws -> Context
    private let state = Mutex(State())

    /// More items than this do not go into one transaction, nor more rows.
    private static var batchLimit: (items: Int, size: Int) { (256, 1000) }
    /// So many rows are worth a commit of their own while another is under way.
    private static var worthwhile: Int { 128 }
    /// More items than this do not wait, nor more rows: the next is refused.
    private static var queueLimit: (items: Int, size: Int) { (4096, 65_536) }

    /// `prepare` makes of the items of a batch what each is carried out with; `size` tells how many
    /// rows one is about.
    ///
    /// A refusal refuses its own item; when anything else is thrown, nothing of the batch remains and
    /// the items are tried one by one, unless the database was lost: then nobody knows what remains.
    init(
        _ database: Database,
        size: @escaping @Sendable (Item) -> Int = { _ in 1 },
        _ prepare: @escaping @Sendable (Transaction, [Item]) throws -> Context
    ) {
        (self.database, self.size, self.prepare) = (database, size, prepare)
    }

    /// Has an item of somebody carried out who may do that, or refuses; returns when its transaction
    /// is on disk.
    func submit<Answer: Sendable>(
        _ item: Item, _ permission: Permission, by requester: Requester,
        _ carryOut: @escaping @Sendable (inout Context) throws -> Answer
    ) async throws -> Answer {
        try requester.check(permission)
        return try await withCheckedThrowingContinuation { continuation in
            enqueue(Waiting(item, carryOut, continuation))
        }
    }

    private func enqueue(_ waiting: Waiting) {
        let step = state.withLock { state -> Step in
            guard state.waiting.count < Self.queueLimit.items, state.size < Self.queueLimit.size
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
            return batch
        }
    }

    /// Gives what tells each asker what became of its item, now that it is on disk.
    private func carryOut(_ batch: [Waiting]) async -> [Telling] {
        do {
            return try await database.writeUnchecked { [prepare] transaction in
                var context = try prepare(transaction, batch.map(\.item))
                return try batch.map { try $0.carryOut(&context) }
            }
        } catch {
            let isLost = (error as? Unavailable)?.isLoss == true
            if batch.count == 1 || isLost {
                return batch.map { waiting -> Telling in { waiting.fail(error) } }
            }
            var tellings: [Telling] = []
            for waiting in batch { tellings += await carryOut([waiting]) }
            return tellings
        }
    }

    private typealias Telling = @Sendable () -> Void

    /// An item, and whoever waits for what becomes of it.
    ///
    /// Only its initialiser knows the type of the answer, so no answer can go to somebody else.
    private struct Waiting: Sendable {
        let item: Item
        let carryOut: @Sendable (inout Context) throws -> Telling
        let fail: @Sendable (any Error) -> Void

        init<Answer: Sendable>(
            _ item: Item, _ carryOut: @escaping @Sendable (inout Context) throws -> Answer,
            _ asker: CheckedContinuation<Answer, any Error>
        ) {
            self.item = item
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
    }
}
