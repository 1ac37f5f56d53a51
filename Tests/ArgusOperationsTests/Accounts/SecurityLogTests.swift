import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The log of security` {
    @Test func `tells some refusals of a minute and how many more, and all that was done`()
        async throws
    {
        let lines = Tally<[SecurityLog.Line]>([])
        let log = SecurityLog { line in lines.change { $0.append(line) } }
        let clock = ManualClock()
        await SecurityLog.asked(from: "192.0.2.1") {
            for _ in 1...1000 { log.tellRefusal("No", to: nil, at: clock.now) }
        }
        await SecurityLog.asked(from: "192.0.2.2") {
            log.tellRefusal("No", to: nil, at: clock.now)
        }
        for _ in 1...30 { log.tell("Done", by: .console) }
        clock.advance(by: .seconds(60))
        log.tellRefusal("No", to: nil, at: clock.now)

        let told = lines.value
        #expect(told.count(where: { $0.place == "192.0.2.1" }) == SecurityLog.limits.place)
        #expect(told.count(where: { $0.place == "192.0.2.2" }) == 1)
        #expect(told.count(where: { $0.what == "Done" && $0.who == "console" }) == 30)
        #expect(
            told.suffix(2).map(\.what) == [
                "980 more refusals were left out in the minute before", "No",
            ])
    }

    @Test func `tells no more than so many of all places`() async throws {
        let lines = Tally(0)
        let log = SecurityLog { _ in lines.change { $0 += 1 } }
        for place in 1...1000 {
            await SecurityLog.asked(from: "\(place)") {
                log.tellRefusal("No", to: nil, at: Timestamp(microseconds: 0))
            }
        }

        #expect(lines.value == SecurityLog.limits.all)
    }
}
