import ArgusCore
import Testing

@Suite struct `A set of characters` {
    @Test func `joins ranges that touch`() {
        let set = ScalarSet([0x63...0x65, 0x61...0x62, 0x64...0x66, 0x70...0x70])

        #expect(set.ranges == [0x61...0x66, 0x70...0x70])
    }

    @Test(
        arguments: [
            (ScalarSet.all, []),
            (ScalarSet([]), [0...0x10ffff]),
            (ScalarSet.digits, [0...0x2f, 0x3a...0x10ffff]),
            (ScalarSet([0...0x40, 0x10fff0...0x10ffff]), [0x41...0x10ffef]),
        ] as [(ScalarSet, [ClosedRange<UInt32>])])
    func `has all others as its opposite`(set: ScalarSet, others: [ClosedRange<UInt32>]) {
        #expect(set.inverted.ranges == others)
        #expect(set.inverted.inverted == set)
    }
}
