import ArgusOperations
import Synchronization

/// A way to wait that ends when a test lets time pass.
package final class ManualPause: Sendable {
    private struct Sleeper {
        let end: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var flows = false
        var sleepers: [Int: Sleeper] = [:]
        var lastKey = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Nobody waits yet.
    package init() {}

    /// The wait as operations take it.
    package var pause: Pause { { try await self.sleep(for: $0) } }

    /// Whether somebody waits.
    package var isAwaited: Bool { state.withLock { !$0.sleepers.isEmpty } }

    /// Lets seconds pass, each once somebody waits for it; returns when somebody waits for the next.
    package func pass(seconds: Int) async {
        for _ in 0..<seconds {
            await somebodyWaits()
            advance(by: .seconds(1))
        }
        await somebodyWaits()
    }

    /// Lets time pass by itself from now on: nobody waits for anything any more.
    package func flow() {
        state.withLock { $0.flows = true }
        advance(by: .seconds(1 << 31))
    }

    private func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let key = state.withLock { state in
            state.lastKey += 1
            return state.lastKey
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let watchers = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
                    if Task.isCancelled { return nil }
                    if state.flows {
                        continuation.resume()
                        return []
                    }
                    state.sleepers[key] = Sleeper(
                        end: state.now + duration, continuation: continuation)
                    defer { state.watchers = [] }
                    return state.watchers
                }
                guard let watchers else {
                    return continuation.resume(throwing: CancellationError())
                }
                for watcher in watchers { watcher.resume() }
            }
            // Who waits over and over lets others do something, too.
            await Task.yield()
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: key) }?
                .continuation.resume(throwing: CancellationError())
        }
    }

    private func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.end <= state.now }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    private func somebodyWaits() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.isEmpty { state.watchers.append(continuation) }
                return !state.sleepers.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }
}
