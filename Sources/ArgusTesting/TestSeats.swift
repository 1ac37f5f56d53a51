/// How many tests may have a whole server at the same time.
///
/// All tests of a run start at once, and a server with all its routes takes megabytes.
package actor TestSeats {
    /// Those of this run.
    package static let shared = TestSeats(count: 32)

    /// Whether the test has a seat already: a second server needs none, or two would wait for each other.
    @TaskLocal private static var isSeated = false

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(count: Int) {
        free = count
    }

    /// Runs a body once there is a seat for it.
    package nonisolated func take(_ body: @Sendable () async throws -> Void) async throws {
        if Self.isSeated { return try await body() }
        await enter()
        do {
            try await Self.$isSeated.withValue(true) { try await body() }
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
