import ArgusSQL
import Synchronization

/// Lets only so many pass at once for each key; the others wait in the order in which they came.
final class Turnstile<Key: Hashable & Comparable & Sendable>: Sendable {
    private struct Queue {
        var inside = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private struct State {
        var queues: [Key: Queue] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let queueLimit: Int
    private let overflow: any Error
    private let lateness: any Error

    /// Lets `capacity` pass at once for each key.
    ///
    /// Where `queueLimit` wait already, the next is told the `overflow`; who has waited too long is told
    /// the `lateness`.
    init(
        capacity: Int, queueLimit: Int = .max, overflow: any Error = SQLError.busy,
        lateness: any Error = SQLError.busy
    ) {
        (self.capacity, self.queueLimit) = (capacity, queueLimit)
        (self.overflow, self.lateness) = (overflow, lateness)
    }

    /// Runs a body once there is room for all keys: they are passed in their order, so that nobody
    /// waits for who waits for them.
    func pass<Value>(
        _ keys: Set<Key>, within patience: Patience, _ body: () async throws -> Value
    ) async throws -> Value {
        var passed: [Key] = []
        defer { for key in passed { leave(key) } }
        for key in keys.sorted() {
            try await enter(key, patience)
            passed.append(key)
        }
        return try await body()
    }

    private func enter(_ key: Key, _ patience: Patience) async throws {
        let number = try state.withLock { state throws -> Int? in
            var queue = state.queues[key, default: Queue()]
            guard queue.inside >= capacity else {
                queue.inside += 1
                state.queues[key] = queue
                return nil
            }
            guard queue.waiting.count < queueLimit else { throw overflow }
            state.lastNumber += 1
            return state.lastNumber
        }
        guard let number else { return }
        let timer = Task {
            try await Task.sleep(until: patience.deadline)
            giveUp(number, of: key, lateness)
        }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(number, for: key, patience, continuation)
            }
        } onCancel: {
            giveUp(number, of: key, CancellationError())
        }
    }

    private func wait(
        _ number: Int, for key: Key, _ patience: Patience,
        _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let answer = state.withLock { state -> Result<Void, any Error>? in
            // Whoever was to give up before this is not found below.
            if Task.isCancelled { return .failure(CancellationError()) }
            if patience.remaining == .zero { return .failure(lateness) }
            // Room may have been made since it was looked for.
            if state.queues[key] == nil { state.queues[key] = Queue() }
            guard state.queues[key, default: Queue()].inside >= capacity else {
                state.queues[key]?.inside += 1
                return .success(())
            }
            state.queues[key]?.waiting.append((number, continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func giveUp(_ number: Int, of key: Key, _ error: any Error) {
        let waiting = state.withLock { state in
            state.queues[key]?.waiting.firstIndex { $0.number == number }
                .flatMap { state.queues[key]?.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: error)
    }

    private func leave(_ key: Key) {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard var queue = state.queues[key] else { return nil }
            // Whoever comes next takes the place.
            guard queue.waiting.isEmpty else {
                defer { state.queues[key] = queue }
                return queue.waiting.removeFirst().continuation
            }
            queue.inside -= 1
            state.queues[key] = queue.inside == 0 ? nil : queue
            return nil
        }
        next?.resume()
    }
}
