import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// Gathers requests that arrive while a commit is under way, so that the next commit serves them
/// all: one flush to disk for many, and no waiting when there is nothing to gather.
///
/// Where several transactions can write at once, the next commit does not wait for the one under way
/// if what has gathered is worth one.
final class Batcher<Item: Sendable, Answer: Sendable>: Sendable {
    private typealias Waiting = (item: Item, continuation: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Waiting] = []
        /// How much the waiting items have to write, all together.
        var size = 0
        var flushes = 0
    }

    private let database: Database
    private let size: @Sendable (Item) -> Int
    private let process: @Sendable (Transaction, [Item]) throws -> [Result<Answer, any Error>]
    private let state = Mutex(State())

    /// More items than this do not go into one transaction, nor more rows.
    private static var batchLimit: (items: Int, size: Int) { (256, 1000) }
    /// So many rows are worth a commit of their own while another is under way.
    private static var worthwhile: Int { 128 }
    /// More items than this do not wait, nor more rows: the next is refused.
    private static var queueLimit: (items: Int, size: Int) { (4096, 65_536) }

    /// `process` answers each item of a batch, in order; `size` tells how many rows one is about.
    ///
    /// A refusal refuses its own item; when it throws, nothing of the batch remains and the items
    /// are tried one by one, unless the database was lost: then nobody knows what remains.
    init(
        _ database: Database,
        size: @escaping @Sendable (Item) -> Int = { _ in 1 },
        _ process: @escaping @Sendable (Transaction, [Item]) throws -> [Result<Answer, any Error>]
    ) {
        (self.database, self.size, self.process) = (database, size, process)
    }

    /// Has an item of somebody processed who may do that, or refuses; returns when its transaction is
    /// on disk.
    func submit(
        _ item: Item, _ permission: Permission, by requester: Requester
    ) async throws -> Answer {
        try requester.check(permission)
        return try await withCheckedThrowingContinuation { continuation in
            let step = state.withLock { state -> Step in
                guard state.waiting.count < Self.queueLimit.items,
                    state.size < Self.queueLimit.size
                else { return .refuse }
                state.waiting.append((item, continuation))
                state.size += size(item)
                guard mayFlush(state) else { return .wait }
                state.flushes += 1
                return .flush
            }
            switch step {
            case .wait: break
            // Not the asker's task: an asker who goes away must not stop the others' commit.
            case .flush: Task.detached { await self.flush() }
            case .refuse:
                continuation.resume(
                    throwing: Refusal.unavailable(
                        "The server has more to write than it can; try again.", retryAfter: 1))
            }
        }
    }

    private enum Step { case wait, flush, refuse }

    private func mayFlush(_ state: State) -> Bool {
        state.flushes == 0
            || state.flushes < database.writers && state.size >= Self.worthwhile
    }

    private func flush() async {
        while let batch = next() {
            for (waiting, answer) in zip(batch, await answers(to: batch.map(\.item))) {
                waiting.continuation.resume(with: answer)
            }
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

    private func answers(to items: [Item]) async -> [Result<Answer, any Error>] {
        do {
            return try await database.writeUnchecked { [process] transaction in
                try process(transaction, items)
            }
        } catch {
            let isLost = (error as? Unavailable)?.isLoss == true
            if items.count == 1 || isLost { return items.map { _ in .failure(error) } }
            var answers: [Result<Answer, any Error>] = []
            for item in items { answers += await self.answers(to: [item]) }
            return answers
        }
    }
}
