import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An incident` {
    @Test(
        arguments: [
            (nil, false), (.sample(-1), false), (.sample, false), (.sample(1), true),
            (.infinity, true),
        ] as [(Timestamp?, Bool)])
    func `is acknowledged as long as an acknowledgement holds`(until: Timestamp?, isAcked: Bool) {
        #expect(Incident.sample(ackedUntil: until).isAcked(at: .sample) == isAcked)
    }

    @Test func `is worse the lower its level is`() {
        #expect(Level.critical < .high)
        #expect(Level.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
        #expect(Level.allCases.map(\.display).first == "Critical")
    }
}
