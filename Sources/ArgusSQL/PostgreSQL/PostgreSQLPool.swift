import Dispatch
import Synchronization

/// Sessions with a PostgreSQL server, lent to one user at a time.
///
/// Sessions are made beside those who ask, who wait for the first that is free: one that another has
/// given back serves as well. A session that broke is not lent again. Where the server cannot be
/// reached and no session is left, those who ask are refused at once, and it is tried again after a
/// pause that doubles from 0.1 to 5 seconds. Who writes leaves some sessions to those who read, so
/// that lists are there while writers wait for a lock.
final class PostgreSQLPool: Sendable {
    private let connectionString: String
    private let statementLimit: Duration
    let limit: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "argus.postgresql", attributes: .concurrent)
    /// What is lent.
    private let lent = DispatchGroup()

    /// More do not wait for a session.
    private static let waitingLimit = 1000

    /// What a session is wanted for.
    enum Purpose { case reading, writing }

    private struct State: ~Copyable {
        var idle: [Lent] = []
        /// Sessions that there are or are being made.
        var count = 0
        /// Those that are being made.
        var coming = 0
        /// Those that are lent for writing.
        var writing = 0
        var waiting: [Waiting] = []
        var lastNumber = 0
        var isClosed = false
        var pause: Duration = .zero
        var notBefore: ContinuousClock.Instant?
    }

    private struct Waiting {
        let number: Int
        let purpose: Purpose
        let patience: Patience
        let continuation: CheckedContinuation<Lent, any Error>
    }

    /// A session on its way between threads, of which one uses it at a time.
    private struct Lent: @unchecked Sendable {
        let session: PostgreSQLSession
    }

    /// Makes no connection yet; `limit` is how many there will be at most, and no statement on one
    /// may take longer than `statementLimit`.
    init(_ connectionString: String, limit: Int, statementLimit: Duration) {
        (self.connectionString, self.limit) = (connectionString, limit)
        self.statementLimit = statementLimit
    }

    /// So many may write at once.
    private var writingLimit: Int { max(1, limit - limit / 4) }

    /// Lends a session to a body, which runs on a thread that may block; what is to be done
    /// `afterwards` on the session is not waited for.
    func withSession<Value: Sendable>(
        for purpose: Purpose, within patience: Patience,
        _ body: @escaping @Sendable (PostgreSQLSession) throws -> Value,
        afterwards finish: (@Sendable (PostgreSQLSession) -> Void)? = nil
    ) async throws -> Value {
        let lent = try await session(for: purpose, within: patience)
        self.lent.enter()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                defer { self.lent.leave() }
                lent.session.mayCancel = purpose == .reading
                lent.session.hasGivenUp = false
                lent.session.patience = purpose == .reading ? patience : patience.withGrace
                let result = Result { try body(lent.session) }
                if let finish {
                    continuation.resume(with: result)
                    finish(lent.session)
                    self.giveBack(lent, purpose)
                } else {
                    self.giveBack(lent, purpose)
                    continuation.resume(with: result)
                }
            }
        }
    }

    /// A session that nobody else uses; waits while there is none.
    private func session(for purpose: Purpose, within patience: Patience) async throws -> Lent {
        // As if it had waited in vain for somebody else.
        if patience.remaining == .zero {
            throw purpose == .writing ? SQLError.busy : patience.end
        }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(
                    Waiting(
                        number: number, purpose: purpose, patience: patience,
                        continuation: continuation))
            }
        } onCancel: {
            if purpose == .reading { giveUp(number, CancellationError()) }
        }
    }

    private func enqueue(_ waiting: Waiting) {
        let (failure, deals) = state.withLock { state -> ((any Error)?, [Deal]) in
            if state.isClosed { return (Self.closed, []) }
            guard state.waiting.count < Self.waitingLimit else { return (SQLError.busy, []) }
            if state.count == 0, isPausing(state) { return (Self.pausing, []) }
            state.waiting.append(waiting)
            return (nil, deal(&state))
        }
        if let failure { return waiting.continuation.resume(throwing: failure) }
        carryOut(deals)
        // Who was served at once is not found any more.
        if !deals.contains(where: { $0.serves(waiting.number) }) {
            let wait = DispatchTimeInterval.milliseconds(
                Int(waiting.patience.remaining.milliseconds) + 1)
            queue.asyncAfter(deadline: .now() + wait) {
                self.giveUp(waiting.number, SQLError.busy)
            }
        }
    }

    private enum Deal {
        case lend(Lent, Waiting)
        case connect

        func serves(_ number: Int) -> Bool {
            if case .lend(_, let waiting) = self { waiting.number == number } else { false }
        }
    }

    private func isPausing(_ state: borrowing State) -> Bool {
        state.notBefore.map { ContinuousClock.now < $0 } ?? false
    }

    /// Hands out what is idle, in the order in which they came, and sees to it that there is more.
    private func deal(_ state: inout State) -> [Deal] {
        var deals: [Deal] = []
        while !state.idle.isEmpty, let next = nextIndex(state) {
            let waiting = state.waiting.remove(at: next)
            if waiting.purpose == .writing { state.writing += 1 }
            deals.append(.lend(state.idle.removeLast(), waiting))
        }
        while state.coming < state.waiting.count, state.count < limit, !isPausing(state),
            nextIndex(state) != nil
        {
            state.count += 1
            state.coming += 1
            deals.append(.connect)
        }
        return deals
    }

    /// Whose turn it is.
    private func nextIndex(_ state: borrowing State) -> Int? {
        let mayWrite = state.writing < writingLimit
        return state.waiting.firstIndex { $0.purpose == .reading || mayWrite }
    }

    private func carryOut(_ deals: [Deal]) {
        for deal in deals {
            switch deal {
            case .lend(let lent, let waiting): waiting.continuation.resume(returning: lent)
            case .connect: queue.async { self.connect() }
            }
        }
    }

    private func giveUp(_ number: Int, _ error: any Error) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: error)
    }

    /// Makes a session for whoever waits longest.
    private func connect() {
        let result = Result {
            Lent(
                session: try PostgreSQLSession(
                    connectionString, statementLimit: statementLimit))
        }
        let (deals, refused) = state.withLock { state -> ([Deal], [Waiting]) in
            state.coming -= 1
            switch result {
            case .success(let lent) where !state.isClosed:
                (state.pause, state.notBefore) = (.zero, nil)
                state.idle.append(lent)
                return (deal(&state), [])
            case .success:
                state.count -= 1
                return ([], [])
            case .failure:
                state.count -= 1
                state.pause = min(max(state.pause * 2, .milliseconds(100)), .seconds(5))
                state.notBefore = .now + state.pause
                // Sessions that there are will be given back; and if not, the next is refused.
                guard state.count == 0 else { return ([], []) }
                defer { state.waiting = [] }
                return ([], state.waiting)
            }
        }
        carryOut(deals)
        guard case .failure(let error) = result else { return }
        for waiting in refused { waiting.continuation.resume(throwing: error) }
        if refused.isEmpty { tryAgainLater() }
    }

    /// While some wait, another session is made once the pause is over.
    private func tryAgainLater() {
        let pause = state.withLock { $0.pause }
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(pause.milliseconds) + 1)) {
            self.carryOut(self.state.withLock { self.deal(&$0) })
        }
    }

    /// Takes a session back; a broken one is forgotten.
    private func giveBack(_ lent: Lent, _ purpose: Purpose) {
        // Nor is one on which the next might be given up in place of the last.
        let isUsable =
            lent.session.isAlive && !lent.session.isInTransaction && !lent.session.hasGivenUp
        let deals = state.withLock { state in
            if purpose == .writing { state.writing -= 1 }
            if isUsable, !state.isClosed { state.idle.append(lent) } else { state.count -= 1 }
            return deal(&state)
        }
        carryOut(deals)
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
        for waiting in waiting { waiting.continuation.resume(throwing: Self.closed) }
        lent.wait()
        forgetIdle()
    }

    private static let closed = SQLError.unavailable("The database has been closed.")
    private static let pausing = SQLError.unavailable(
        "PostgreSQL could not be reached a moment ago; it is tried again soon.")
}
