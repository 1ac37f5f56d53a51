import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A new incident` {
    @Test func `may end when it starts`() throws {
        let new = try NewIncident.sample(endTime: .ended(.sample))

        #expect(new.endTime == .ended(.sample))
    }

    @Test func `cannot end before it starts`() {
        let refusal = Refusal.invalid(
            Problems.whole, .order(.incident))

        #expect(throws: refusal) { try NewIncident.sample(endTime: .ended(.sample(-0.000_001))) }
    }

    @Test func `has each tag once, in the order in which they came`() throws {
        let new = try NewIncident.sample(tags: ["b=2", "a=1", "b=2", "b=3"])

        #expect(new.tags == ["b=2", "a=1", "b=3"])
    }

    @Test func `is open and of the lowest level unless it says otherwise`() throws {
        let new = try NewIncident(startTime: .sample)

        #expect(new.endTime == .open)
        #expect(new.level == .information)
        #expect(new.metadata == "{}")
    }

    @Test(arguments: [
        (EndTime.open, EventType.start), (.ended(.sample(60)), .start), (.stateless, .stateless),
    ])
    func `begins its log`(endTime: EndTime, type: EventType) throws {
        let new = try NewIncident.sample(endTime: endTime, description: "Down")

        let opening = new.opening(by: 7, received: .sample(5))

        let expected = NewEvent.sample(
            type, received: .sample(5), actor: 7, description: "Down")
        #expect(opening == expected)
    }
}
