import ArgusClient
import FoundationEssentials
import Testing

@Suite struct `A moment and a date` {
    @Test(arguments: [Timestamp.sample, .sample + .microseconds(1), Timestamp(unixSeconds: -1)])
    func `are made of each other, to the microsecond`(moment: Timestamp) {
        #expect(Timestamp(Date(moment)) == moment)
    }

    @Test func `count from the same second`() {
        #expect(Timestamp(Date(timeIntervalSince1970: 1.5)) == Timestamp(microseconds: 1_500_000))
        #expect(Date(Timestamp(unixSeconds: 3)).timeIntervalSince1970 == 3)
    }

    private static let ends: [(Double, Timestamp)] = [
        (1e300, .infinity), (.infinity, .infinity), (-1e300, .distantPast),
        (-.infinity, .distantPast), (.nan, .distantPast),
    ]

    @Test(arguments: ends)
    func `end where a moment can be counted no further`(seconds: Double, moment: Timestamp) {
        #expect(Timestamp(Date(timeIntervalSince1970: seconds)) == moment)
    }

    @Test func `keep what never ends`() {
        #expect(Timestamp(Date(Timestamp.infinity)) == .infinity)
    }
}
