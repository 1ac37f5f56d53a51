import Dispatch
import Synchronization

/// Something that one waits for and another opens, be it from a task or from a thread.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)

    /// Lets one thread and all tasks pass.
    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isOpen = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
        semaphore.signal()
    }

    /// Waits, blocking the thread: only on a thread of a database.
    func pass() {
        semaphore.wait()
    }

    /// Waits without blocking a thread.
    func opened() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
