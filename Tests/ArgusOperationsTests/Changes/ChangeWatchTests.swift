import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusOperations

@Suite struct `Seats for those who follow the changes` {
    @Test func `are limited, and free again when somebody leaves`() throws {
        let watch = ChangeWatch(pause: ManualPause().pause, seatLimit: 2) { nil }
        var seats = [try watch.join(), try watch.join()]

        #expect(throws: Refusal.self) { _ = try watch.join() }

        seats.removeLast()
        seats.append(try watch.join())
        #expect(seats.count == 2)
    }

    @Test func `are shared, so that no account takes all of them`() throws {
        let watch = ChangeWatch(pause: ManualPause().pause, seatLimit: 20) { nil }
        var seats = [try watch.join(as: 1), try watch.join(as: 1), try watch.join(as: 2)]

        #expect(throws: Refusal.self) { _ = try watch.join(as: 1) }

        seats.removeFirst()
        seats.append(try watch.join(as: 1))
        #expect(seats.count == 3)
    }

    @Test func `let nobody look at the database while they are empty`() async throws {
        let pause = ManualPause()
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        let watch = ChangeWatch(pause: pause.pause) {
            look.yield()
            return nil
        }
        var seat: ChangeWatch.Seat? = try watch.join()
        var seen = looks.makeAsyncIterator()
        await pause.pass(seconds: 1)
        await seen.next()
        withExtendedLifetime(seat) {}

        seat = nil
        #expect(!pause.isAwaited)
        pause.flow()
        look.finish()

        #expect(await seen.next() == nil)
    }
}
