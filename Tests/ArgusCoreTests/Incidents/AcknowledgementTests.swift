import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A new acknowledgement` {
    @Test func `holds for good without an expiration`() throws {
        #expect(try NewAcknowledgement(timestamp: .sample).expiration == nil)
    }

    @Test func `may have expired already, if that was after it was made`() throws {
        let new = try NewAcknowledgement.sample(timestamp: .sample, expiration: .sample(1))

        #expect(new.expiration == .sample(1))
    }

    @Test(arguments: [0.0, -0.000_001])
    func `cannot expire when it is made or before`(seconds: Double) {
        let refusal = Refusal.invalid(
            Problems.whole, .order(.acknowledgement))

        #expect(throws: refusal) { try NewAcknowledgement.sample(expiration: .sample(seconds)) }
    }

    @Test func `becomes an entry of the log`() throws {
        let new = try NewAcknowledgement.sample(description: "Mine")

        let expected = NewEvent.sample(
            .acknowledge, received: .sample(5), actor: 3, description: "Mine")
        #expect(new.event(by: 3, received: .sample(5)) == expected)
    }
}

@Suite struct `Changing when an acknowledgement expires` {
    @Test(arguments: [nil, .sample(0.000_001), .infinity] as [Timestamp?])
    func `takes a moment to come, or none`(expiration: Timestamp?) throws {
        let changed = try acknowledgement(until: .sample(60)).expiring(expiration, now: .sample)

        #expect(changed.expiration == expiration)
    }

    @Test func `is refused for a moment that has passed`() {
        let now = Timestamp.sample
        let refusal = Refusal.invalid("expiration", .order(.expiration(now: now)))

        #expect(throws: refusal) { try acknowledgement(until: nil).expiring(now, now: now) }
    }

    @Test(arguments: [nil, .sample(60)] as [Timestamp?])
    func `is refused once it has expired`(expiration: Timestamp?) {
        #expect(throws: Refusal.because(.acknowledgementExpired)) {
            try acknowledgement(until: .sample).expiring(expiration, now: .sample)
        }
    }

    private func acknowledgement(until expiration: Timestamp?) -> Acknowledgement {
        let event = Event(
            id: 1, incident: 1, actor: 1, actorName: "bob", timestamp: .sample, received: .sample,
            type: .acknowledge, description: "")
        return Acknowledgement(event: event, expiration: expiration)
    }
}
