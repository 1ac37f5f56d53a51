import ArgusSQL
import ArgusTesting
import Testing

@testable import ArgusOperations

@Suite struct `A turnstile` {
    private struct Full: Error {}

    @Test func `lets each key have its share, and the others wait in turn`() async throws {
        let turnstile = Turnstile<Int>(capacity: 2)
        let most = Tally((inside: 0, most: 0))
        let done = try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await turnstile.pass([1], within: Patience(for: .seconds(600))) {
                        most.change { $0 = ($0.inside + 1, max($0.most, $0.inside + 1)) }
                        for _ in 0..<5 { await Task.yield() }
                        most.change { $0.inside -= 1 }
                    }
                }
            }
            var count = 0
            for try await _ in group { count += 1 }
            return count
        }

        #expect(done == 50)
        #expect(most.value.most == 2)
    }

    @Test func `refuses who would wait too long, among too many, or has left`() async throws {
        let turnstile = Turnstile<Int>(
            capacity: 1, queueLimit: 1, overflow: Full(), lateness: SQLError.timeout)
        let (inside, enter) = AsyncStream.makeStream(of: Void.self)
        let (end, finish) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await turnstile.pass([1], within: Patience(for: .seconds(600))) {
                enter.finish()
                for await _ in end {}
            }
        }
        for await _ in inside {}

        await #expect(throws: SQLError.timeout) {
            try await turnstile.pass([1], within: Patience(for: .milliseconds(20))) {}
        }
        let leaving = Task {
            try await turnstile.pass([1], within: Patience(for: .seconds(600))) {}
        }
        leaving.cancel()
        await #expect(throws: CancellationError.self) { try await leaving.value }
        try await turnstile.pass([2], within: Patience(for: .seconds(600))) {}

        finish.finish()
        try await first.value
        try await turnstile.pass([1, 2], within: Patience(for: .seconds(600))) {}
    }
}
