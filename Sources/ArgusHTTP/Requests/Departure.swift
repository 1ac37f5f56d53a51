import NIOCore
import Synchronization

/// Whether the client of a connection is still there, and what is to stop when it leaves: nobody else
/// should wait for an answer that nobody reads.
package final class Departure: Sendable {
    private struct State {
        var hasLeft = false
        /// Stops what is being done for the request that is to be answered.
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// That of the connection whose requests are being answered.
    @TaskLocal package static var current: Departure?

    private let loop: (any EventLoop)?

    /// A client that is there, on a connection that a loop serves.
    package init(on loop: (any EventLoop)? = nil) {
        self.loop = loop
    }

    /// Waits until what was written has come to the connection, which says only then whether it takes
    /// more: whoever writes on at once is never told to wait.
    static func pace() async {
        try? await current?.loop?.submit {}.get()
    }

    /// Whether the client has left.
    package var hasHappened: Bool { state.withLock { $0.hasLeft } }

    /// The client has left.
    package func leave() {
        state.withLock { state in
            state.hasLeft = true
            return state.stop
        }?()
    }

    /// Runs what answers a request; it is cancelled if the client leaves before it is over.
    static func stopping<Value: Sendable>(
        _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        guard let current else { return await body() }
        return await current.stopping(body)
    }

    private func stopping<Value: Sendable>(
        _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        let task = Task { await body() }
        let hasLeft = state.withLock { state in
            state.stop = { task.cancel() }
            return state.hasLeft
        }
        if hasLeft { task.cancel() }
        defer { state.withLock { $0.stop = nil } }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
