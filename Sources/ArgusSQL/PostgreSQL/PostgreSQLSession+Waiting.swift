import CPostgres
import Dispatch
import Glibc
import Synchronization

extension PostgreSQLSession {
    /// The next part of an answer, as soon as it is all there; nil where the answer ends.
    func nextResult() throws -> OpaquePointer? {
        while true {
            let unsent = PQflush(handle)
            if unsent < 0 { return nil }
            if unsent == 0, PQisBusy(handle) == 0 { return PQgetResult(handle) }
            try waitForServer(POLLIN | (unsent == 1 ? POLLOUT : 0))
            if PQconsumeInput(handle) == 0 { return PQgetResult(handle) }
        }
    }

    /// So often is looked whether somebody still waits, and for so long an answer is waited for that
    /// says that a statement was given up.
    private static let glance = Duration.milliseconds(100)
    private static let grace = Duration.seconds(5)

    /// Waits until the server has sent something, or takes something, as `poll` says it.
    private func waitForServer(_ events: Int32) throws {
        while true {
            if isReady(events, within: min(patience.remaining, Self.glance)) { return }
            guard patience.remaining == .zero else { continue }
            if mayCancel, isGivenUp() {
                // What comes now is that it was given up, or just the answer.
                (mayCancel, hasGivenUp) = (false, true)
                patience = Patience(for: Self.grace)
                return
            }
            isSpent = true
            throw SQLError.unavailable("PostgreSQL has not answered in time.")
        }
    }

    /// Asks the server to give up until it answers; false if it does not.
    ///
    /// A question that arrives before the statement does is lost, and so it is asked again.
    private func isGivenUp() -> Bool {
        for _ in 0..<Self.grace.components.seconds {
            cancel()
            if isReady(POLLIN, within: .seconds(1)) { return true }
        }
        return false
    }

    private func isReady(_ events: Int32, within time: Duration) -> Bool {
        var socket = pollfd(fd: socket, events: Int16(events), revents: 0)
        return poll(&socket, 1, Int32(time == .zero ? 0 : time.milliseconds)) > 0
    }

    /// Asks the server to give up what it is doing (PostgreSQL 15 manual, 34.7), unless too many
    /// such questions have no answer yet.
    ///
    /// Each has a thread, since asking may take as long as anything.
    private func cancel() {
        guard Self.cancels.add(1, ordering: .relaxed).newValue <= 8 else {
            Self.cancels.subtract(1, ordering: .relaxed)
            return
        }
        let request = Cancel(pointer: PQgetCancel(handle))
        DispatchQueue.global().async {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(request.pointer, &message, Int32(message.count))
            PQfreeCancel(request.pointer)
            Self.cancels.subtract(1, ordering: .relaxed)
        }
    }

    private static let cancels = Atomic(0)

    /// What a server is asked with to give up; libpq lets any thread use it.
    private struct Cancel: @unchecked Sendable {
        let pointer: OpaquePointer?
    }
}
