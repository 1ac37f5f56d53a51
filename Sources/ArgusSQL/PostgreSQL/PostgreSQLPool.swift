import Dispatch
import Synchronization

/// Sessions with a PostgreSQL server, lent to one user at a time.
///
/// A session that broke is not lent again. While the server cannot be reached, those who ask are
/// refused at once, and it is tried again after a pause that doubles from 0.1 to 5 seconds.
final class PostgreSQLPool: Sendable {
    private let connectionString: String
    private let limit: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "argus.postgresql", attributes: .concurrent)
    /// What is lent.
    private let lent = DispatchGroup()

    /// More do not wait for a session, and nobody waits longer.
    private static let waitingLimit = 1000
    private static let patience = DispatchTimeInterval.seconds(10)

    private struct State: ~Copyable {
        var idle: [Lent] = []
        /// Sessions that there are or are being made.
        var count = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Lent?, any Error>)] = []
        var lastNumber = 0
        var isClosed = false
        var pause: Duration = .zero
        var notBefore: ContinuousClock.Instant?
    }

    /// A session on its way between threads, of which one uses it at a time.
    private struct Lent: @unchecked Sendable {
        let session: PostgreSQLSession
    }

    /// Makes no connection yet; `limit` is how many there will be at most.
    init(_ connectionString: String, limit: Int) {
        (self.connectionString, self.limit) = (connectionString, limit)
    }

    /// Lends a session to a body, which runs on a thread that may block; what is to be done
    /// `afterwards` on the session is not waited for.
    func withSession<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLSession) throws -> Value,
        afterwards finish: (@Sendable (PostgreSQLSession) -> Void)? = nil
    ) async throws -> Value {
        let turn = try await turn()
        lent.enter()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                defer { self.lent.leave() }
                do {
                    let lent = try turn ?? self.connected()
                    let result = Result { try body(lent.session) }
                    if let finish {
                        continuation.resume(with: result)
                        finish(lent.session)
                        self.giveBack(lent)
                    } else {
                        self.giveBack(lent)
                        continuation.resume(with: result)
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// An idle session, or nil for the right to make one; waits while all are lent.
    private func turn() async throws -> Lent? {
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { state -> Result<Lent?, any Error>? in
                if state.isClosed { return .failure(Self.closed) }
                if let idle = state.idle.popLast() { return .success(idle) }
                if state.count < limit {
                    if let notBefore = state.notBefore, ContinuousClock.now < notBefore {
                        return .failure(Self.pausing)
                    }
                    state.count += 1
                    return .success(nil)
                }
                guard state.waiting.count < Self.waitingLimit else {
                    return .failure(SQLError.busy)
                }
                state.lastNumber += 1
                let number = state.lastNumber
                state.waiting.append((number, continuation))
                queue.asyncAfter(deadline: .now() + Self.patience) { self.giveUp(number) }
                return nil
            }
            if let answer { continuation.resume(with: answer) }
        }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: SQLError.busy)
    }

    private func connected() throws -> Lent {
        do {
            let session = try PostgreSQLSession(connectionString)
            state.withLock { ($0.pause, $0.notBefore) = (.zero, nil) }
            return Lent(session: session)
        } catch {
            let waiting = state.withLock { state in
                state.count -= 1
                state.pause = min(max(state.pause * 2, .milliseconds(100)), .seconds(5))
                state.notBefore = .now + state.pause
                defer { state.waiting = [] }
                return state.waiting
            }
            for (_, continuation) in waiting { continuation.resume(throwing: error) }
            throw error
        }
    }

    /// Takes a session back; a broken one is forgotten, and its place given to who waits.
    private func giveBack(_ lent: Lent) {
        let isUsable = lent.session.isAlive && !lent.session.isInTransaction
        let next = state.withLock { state -> (CheckedContinuation<Lent?, any Error>, Lent?)? in
            let isKept = isUsable && !state.isClosed
            if !state.waiting.isEmpty {
                return (state.waiting.removeFirst().continuation, isKept ? lent : nil)
            }
            if isKept { state.idle.append(lent) } else { state.count -= 1 }
            return nil
        }
        next?.0.resume(returning: next?.1)
    }

    /// Forgets the sessions that nobody uses, as when the server that they led to has gone.
    func forgetIdle() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            state.count -= state.idle.count
            return state.idle
        }
        // They end here, and not while others wait for the lock.
        _ = consume idle
    }

    /// Ends the sessions, after what is under way.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, continuation) in waiting { continuation.resume(throwing: Self.closed) }
        lent.wait()
        forgetIdle()
    }

    private static let closed = SQLError.unavailable("The database has been closed.")
    private static let pausing = SQLError.unavailable(
        "PostgreSQL could not be reached a moment ago; it is tried again soon.")
}
