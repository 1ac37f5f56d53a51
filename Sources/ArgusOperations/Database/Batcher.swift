import ArgusCore
import ArgusStorage
import ArgusTime
import Synchronization

/// Gathers requests that arrive while a commit is under way, so that the next commit serves them
/// all: one flush to disk for many, and no waiting when there is nothing to gather.
final class Batcher<Item: Sendable, Answer: Sendable>: Sendable {
    private typealias Waiting = (item: Item, continuation: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Waiting] = []
        var isFlushing = false
    }

    private let database: Database
    private let presence: Presence
    private let process: @Sendable (Transaction, [Item]) throws -> [Result<Answer, any Error>]
    private let state = Mutex(State())

    /// More items than this do not go into one transaction.
    private static var batchLimit: Int { 256 }
    /// More items than this do not wait: the next is refused.
    private static var queueLimit: Int { 4096 }

    /// `process` answers each item of a batch, in order.
    ///
    /// A refusal refuses its own item; when it throws, nothing of the batch remains and the items
    /// are tried one by one.
    init(
        _ database: Database, _ presence: Presence,
        _ process: @escaping @Sendable (Transaction, [Item]) throws -> [Result<Answer, any Error>]
    ) {
        (self.database, self.presence, self.process) = (database, presence, process)
    }

    /// Has an item processed; returns when its transaction is on disk.
    func submit(_ item: Item) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let step = state.withLock { state -> Step in
                guard state.waiting.count < Self.queueLimit else { return .refuse }
                state.waiting.append((item, continuation))
                defer { state.isFlushing = true }
                return state.isFlushing ? .wait : .flush
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
                state.isFlushing = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.batchLimit))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func answers(to items: [Item]) async -> [Result<Answer, any Error>] {
        do {
            return try await database.write(settling: presence) { [process] transaction in
                try process(transaction, items)
            }
        } catch {
            if items.count == 1 { return [.failure(error)] }
            var answers: [Result<Answer, any Error>] = []
            for item in items { answers += await self.answers(to: [item]) }
            return answers
        }
    }
}
