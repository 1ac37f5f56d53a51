import ArgusCore
import Dispatch
import Synchronization

/// Where passwords are hashed, off the pool of tasks: a few at a time, since each takes a core and
/// 19 MiB, in a line that is bounded.
///
/// Places take turns: whoever guesses many at once from one place waits behind himself, and everybody
/// else's log-in goes ahead.
final class PasswordDesk: Sendable {
    /// The one of this process.
    static let shared = PasswordDesk(atOnce: 2, waiting: 64, waitingFromOnePlace: 8)

    private let atOnce: Int
    private let limit: Int
    private let limitOfPlace: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "argus.password", attributes: .concurrent)

    private struct State {
        /// How many from each place are served.
        var served: [String: Int] = [:]
        var line: [Waiting] = []

        var count: Int { served.values.reduce(0, +) }

        /// Takes the next out of the line: the first of a place from which the fewest are served.
        mutating func next() -> Waiting? {
            let index = line.indices.min { busy(line[$0].place) < busy(line[$1].place) }
            return index.map { line.remove(at: $0) }
        }

        private func busy(_ place: String) -> Int {
            served[place, default: 0]
        }
    }

    private struct Waiting {
        let place: String
        let turn: CheckedContinuation<Void, any Error>
    }

    /// Serves so many at a time, and lets so many wait.
    init(atOnce: Int, waiting limit: Int, waitingFromOnePlace limitOfPlace: Int) {
        (self.atOnce, self.limit, self.limitOfPlace) = (atOnce, limit, limitOfPlace)
    }

    /// Does some work when its turn comes, or refuses if too many wait for theirs.
    func serve<Value: Sendable>(
        _ place: String, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await waitForTurn(place)
        defer { leave(place) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    /// How many wait for their turn.
    var waiting: Int { state.withLock { $0.line.count } }

    private func waitForTurn(_ place: String) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let answer: Result<Void, any Error>? = state.withLock { state in
                if state.count < atOnce {
                    state.served[place, default: 0] += 1
                    return .success(())
                }
                if let refusal = refusal(for: place, state) { return .failure(refusal) }
                state.line.append(Waiting(place: place, turn: continuation))
                return nil
            }
            if let answer { continuation.resume(with: answer) }
        }
    }

    /// What comes from nowhere is asked by this machine itself, and waits as long as it takes.
    private func refusal(for place: String, _ state: State) -> Refusal? {
        if place.isEmpty { return nil }
        if state.line.count(where: { $0.place == place }) >= limitOfPlace {
            return .tooManyAttempts(
                "Too many attempts to log in at the same time; try again.", retryAfter: 2)
        }
        guard state.line.count >= limit else { return nil }
        return .unavailable(
            "Too many people log in at the same time; try again.", retryAfter: 2)
    }

    private func leave(_ place: String) {
        let next = state.withLock { state in
            let left = state.served[place, default: 1] - 1
            state.served[place] = left > 0 ? left : nil
            guard let next = state.next() else { return nil as Waiting? }
            state.served[next.place, default: 0] += 1
            return next
        }
        next?.turn.resume()
    }
}
