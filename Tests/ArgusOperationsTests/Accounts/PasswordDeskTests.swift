import ArgusCore
import ArgusTesting
import Dispatch
import Testing

@testable import ArgusOperations

@Suite struct `Looking at passwords` {
    /// Something that is looked at for as long as a test likes.
    private struct Look {
        private let semaphore = DispatchSemaphore(value: 0)

        /// Ends it.
        func finish() { semaphore.signal() }

        /// Keeps a place of the desk busy until it is ended; returns once it has begun.
        func begin(at desk: PasswordDesk, from place: String) async -> Task<Void, any Error> {
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let task = Task { [semaphore] in
                try await desk.serve(place) {
                    begin.finish()
                    semaphore.wait()
                }
            }
            for await _ in begun {}
            return task
        }
    }

    private static func wait(for count: Int, at desk: PasswordDesk) async {
        while desk.waiting < count { await Task.yield() }
    }

    @Test func `lets somebody else go ahead of whoever has many`() async throws {
        let desk = PasswordDesk(atOnce: 2, waiting: 64, waitingFromOnePlace: 8)
        let order = Tally<[String]>([])
        let looks = [Look(), Look()]
        var tasks: [Task<Void, any Error>] = []
        for look in looks { tasks.append(await look.begin(at: desk, from: "192.0.2.1")) }
        for number in 1...8 {
            tasks.append(
                Task {
                    try await desk.serve("192.0.2.1") { order.change { $0.append("\(number)") } }
                })
            await Self.wait(for: number, at: desk)
        }
        tasks.append(
            Task {
                try await desk.serve("192.0.2.2") { order.change { $0.append("somebody else") } }
            })
        await Self.wait(for: 9, at: desk)
        looks[0].finish()
        while order.value.isEmpty { await Task.yield() }
        looks[1].finish()
        for task in tasks { try await task.value }

        #expect(order.value.first == "somebody else")
        #expect(order.value.count == 9)
    }

    @Test func `refuses the ninth that waits from one place, and no other`() async throws {
        let desk = PasswordDesk(atOnce: 1, waiting: 64, waitingFromOnePlace: 8)
        let look = Look()
        var tasks = [await look.begin(at: desk, from: "192.0.2.1")]
        for number in 1...8 {
            tasks.append(Task { try await desk.serve("192.0.2.1") {} })
            await Self.wait(for: number, at: desk)
        }

        await #expect(
            throws: Refusal.tooManyAttempts(
                "Too many attempts to log in at the same time; try again.", retryAfter: 2)
        ) { try await desk.serve("192.0.2.1") {} }
        tasks.append(Task { try await desk.serve("192.0.2.2") {} })
        await Self.wait(for: 9, at: desk)
        look.finish()
        for task in tasks { try await task.value }
    }

    @Test func `refuses everybody once the line is full, but this machine itself`() async throws {
        let desk = PasswordDesk(atOnce: 1, waiting: 2, waitingFromOnePlace: 8)
        let look = Look()
        var tasks = [await look.begin(at: desk, from: "192.0.2.1")]
        for number in 1...2 {
            tasks.append(Task { try await desk.serve("192.0.2.\(number)") {} })
            await Self.wait(for: number, at: desk)
        }

        await #expect(
            throws: Refusal.unavailable(
                "Too many people log in at the same time; try again.", retryAfter: 2)
        ) { try await desk.serve("192.0.2.3") {} }
        tasks.append(Task { try await desk.serve("") {} })
        await Self.wait(for: 3, at: desk)
        look.finish()
        for task in tasks { try await task.value }
    }
}
