import ArgusCore
import ArgusVocabulary
import Synchronization

/// What lets some time pass; tests hand in one that they move on.
package typealias Pause = @Sendable (Duration) async throws -> Void

/// Wakes those who follow the changes when there are new ones.
///
/// What this process commits wakes them at once, and so does what another process commits where they
/// can tell each other. What nobody told, such as the command line on an embedded database, wakes
/// them within a second: while there are followers, one look a second serves all.
final class ChangeWatch: Sendable {
    private struct State {
        /// How often there was something new.
        var news = 0
        /// How many seconds somebody has followed.
        var seconds = 0
        var seats = 0
        /// How many seats accounts have.
        var accounts: [User.ID: Int] = [:]
        var hasEnded = false
        var waiting: [Int: Waiting] = [:]
        var lastWaiting = 0
        var watch: Task<Void, Never>?
        /// Whether a look is under way.
        var isLooking = false
        var listens = false
    }

    private struct Waiting {
        let continuation: CheckedContinuation<Void, Never>
        /// What the follower has read; nil if it waits for no news.
        let position: RecordedChange.ID?
        let deadline: Int
    }

    /// The right to follow, which ends with the last reference to it.
    final class Seat: Sendable {
        let watch: ChangeWatch
        private let account: User.ID?

        fileprivate init(_ watch: ChangeWatch, of account: User.ID?) {
            (self.watch, self.account) = (watch, account)
        }

        deinit { watch.leave(account) }
    }

    private let state = Mutex(State())
    private let pause: Pause
    private let look: @Sendable () async throws -> RecordedChange.ID?
    private let listen: @Sendable (_ handle: @escaping @Sendable () -> Void) -> Void
    private let seatLimit: Int
    /// One account gets no more of the seats than this.
    private var share: Int { max(1, seatLimit / 10) }

    /// `look` finds the last change that is committed; `listen` calls a handler from then on when
    /// another process has told of one.
    init(
        pause: @escaping Pause, seatLimit: Int = 1000,
        look: @escaping @Sendable () async throws -> RecordedChange.ID?,
        listen: @escaping @Sendable (_ handle: @escaping @Sendable () -> Void) -> Void = { _ in }
    ) {
        (self.pause, self.seatLimit) = (pause, seatLimit)
        (self.look, self.listen) = (look, listen)
    }

    /// Lets somebody follow, or refuses if too many do already, or too many of the same account, or
    /// the server is ending.
    func join(as account: User.ID? = Asking.account) throws(Refusal) -> Seat {
        let isFirst = try state.withLock { state throws(Refusal) in
            guard state.seats < seatLimit, !state.hasEnded else {
                throw .unavailable(
                    "No more can follow the changes just now; try again.", retryAfter: 10)
            }
            if let account {
                let seats = state.accounts[account, default: 0]
                guard seats < share else {
                    throw .unavailable(
                        "\(share) follow the changes as this account already; end one of these.",
                        retryAfter: 10)
                }
                state.accounts[account] = seats + 1
            }
            state.seats += 1
            if state.watch == nil { state.watch = Task.detached { await self.watch() } }
            defer { state.listens = true }
            return !state.listens
        }
        if isFirst { listen { [weak self] in self?.hear() } }
        return Seat(self, of: account)
    }

    private func leave(_ account: User.ID?) {
        state.withLock { state in
            state.seats -= 1
            if let account {
                let seats = state.accounts[account, default: 1] - 1
                state.accounts[account] = seats == 0 ? nil : seats
            }
            guard state.seats == 0 else { return }
            state.watch?.cancel()
            state.watch = nil
        }
    }

    /// Tells that something was committed.
    func announce() {
        wake { state in
            state.news += 1
            return { $0.position != nil }
        }
    }

    /// Sends everybody home and lets nobody in any more.
    func end() {
        wake { state in
            state.hasEnded = true
            return { _ in true }
        }
    }

    var hasEnded: Bool { state.withLock(\.hasEnded) }
    var news: Int { state.withLock(\.news) }
    var seconds: Int { state.withLock(\.seconds) }

    /// Lets some time pass, so that what comes in quick succession is told together.
    func pass(_ time: Duration) async throws {
        try await pause(time)
    }

    /// Returns once there is something new: since `news` was asked for, or after what was read; and
    /// at a second, or at the end.
    func waitForNews(after news: Int, _ read: RecordedChange.ID, until deadline: Int) async {
        await wait(for: read, until: deadline) { $0.news != news }
    }

    /// Returns at the end.
    func waitForEnd() async {
        await wait(for: nil, until: .max) { _ in false }
    }

    private func wait(
        for position: RecordedChange.ID?, until deadline: Int, unless isOver: (State) -> Bool
    ) async {
        let key = state.withLock { state in
            state.lastWaiting += 1
            return state.lastWaiting
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    // Who was cancelled before this would not be found by the handler below.
                    if isOver(state) || state.seconds >= deadline || state.hasEnded
                        || Task.isCancelled
                    {
                        return false
                    }
                    state.waiting[key] = Waiting(
                        continuation: continuation, position: position, deadline: deadline)
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: key) }?.continuation.resume()
        }
    }

    private func wake(_ change: (inout State) -> (Waiting) -> Bool) {
        let woken = state.withLock { state in
            let isDue = change(&state)
            let due = state.waiting.filter { isDue($0.value) }
            for key in due.keys { state.waiting[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    private func watch() async {
        while (try? await pause(.seconds(1))) != nil {
            wake { state in
                state.seconds += 1
                return { [seconds = state.seconds] in $0.deadline <= seconds }
            }
            // Beside the clock, which goes on while the database does not answer.
            let begins = state.withLock { state in
                defer { state.isLooking = true }
                return !state.isLooking
            }
            if begins { Task.detached { await self.lookOnce() } }
        }
    }

    private func lookOnce() async {
        let last = await lastChange()
        wake { state in
            state.isLooking = false
            return { $0.position.map { $0 < last } ?? false }
        }
    }

    /// Another process has told of a change; this one's own, which it is told of too, are nothing new
    /// to anybody.
    private func hear() {
        Task.detached {
            let last = await self.lastChange()
            self.wake { state in
                // For those who have just read, and do not wait yet.
                state.news += 1
                return { $0.position.map { $0 < last } ?? false }
            }
        }
    }

    /// The last change; a look that fails is made up for by the next.
    private func lastChange() async -> RecordedChange.ID {
        (try? await look()).flatMap { $0 } ?? RecordedChange.ID(0)
    }
}
