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
}
