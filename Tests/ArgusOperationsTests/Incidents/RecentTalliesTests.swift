import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusOperations

@Suite struct `What was counted of a list` {
    private struct Broken: Error {}

    private let counted = Tally(0)
    private let start = ContinuousClock.now
    private let open = IncidentListing(.open(true))

    @Test func `is shown again for fifty times what it took`() async throws {
        let passed = Tally(Duration.zero)
        let tallies = RecentTallies { [start] in start + passed.value }
        func count(after duration: Duration) async throws -> Int {
            passed.change { $0 = duration }
            return try await tallies.tallies(of: open) { [counted] in
                passed.change { $0 += .seconds(1) }
                let number = counted.change { number in
                    number += 1
                    return number
                }
                return ListTallies(
                    sources: [
                        IncidentTally("NAV", count: number, worst: .low, unacked: 0)
                    ], tags: [])
            }.sources[0].count
        }

        #expect(try await count(after: .zero) == 1)
        #expect(try await count(after: .seconds(50)) == 1)
        #expect(try await count(after: .seconds(51)) == 2)
    }

    @Test func `is told to all who come while it is counted`() async throws {
        let passed = Tally(Duration.zero)
        let tallies = RecentTallies { [start] in start + passed.value }
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (gate, opened) = AsyncStream.makeStream(of: Void.self)
        @Sendable func count() async throws {
            _ = try await tallies.tallies(of: open) { [counted] in
                counted.change { $0 += 1 }
                begin.finish()
                for await _ in gate {}
                passed.change { $0 += .seconds(1) }
                return ListTallies(sources: [], tags: [])
            }
        }

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await count() }
            for await _ in begun {}
            for _ in 0..<8 { group.addTask { try await count() } }
            opened.finish()
            try await group.waitForAll()
        }
        #expect(counted.value == 1)
    }

    @Test func `is counted anew after it went wrong`() async throws {
        let tallies = RecentTallies()
        await #expect(throws: Broken.self) {
            try await tallies.tallies(of: open) { throw Broken() }
        }

        let counted = try await tallies.tallies(of: open) { ListTallies(sources: [], tags: []) }
        #expect(counted.tags.isEmpty)
    }
}
