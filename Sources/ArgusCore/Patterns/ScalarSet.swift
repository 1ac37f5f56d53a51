/// A set of Unicode scalars: what one place of a pattern takes.
package struct ScalarSet: Hashable, Sendable {
    /// In ascending order, with gaps between them.
    package let ranges: [ClosedRange<UInt32>]
    /// The ASCII characters among them, a bit each.
    private let ascii: (low: UInt64, high: UInt64)

    /// Takes ranges in any order.
    package init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                let end = max(last.upperBound, range.upperBound)
                merged[merged.count - 1] = last.lowerBound...end
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
        func bits(from start: UInt32) -> UInt64 {
            (0..<64).reduce(0) { bits, bit in
                merged.contains { $0.contains(start + bit) } ? bits | 1 << UInt64(bit) : bits
            }
        }
        ascii = (bits(from: 0), bits(from: 64))
    }

    /// One character.
    package init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    /// The one that it has; nil if there are more, or none.
    package var only: Unicode.Scalar? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return Unicode.Scalar(ranges[0].lowerBound)
    }

    /// All others.
    package var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { gaps.append(next...Self.last) }
        return ScalarSet(gaps)
    }

    private static let last: UInt32 = 0x10ffff

    /// Every character.
    package static let all = ScalarSet([0...last])
    /// `\d`: 0 to 9.
    package static let digits = ScalarSet([0x30...0x39])
    /// `\w`: letters of ASCII, digits and `_`.
    package static let wordCharacters =
        ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    /// `\s`: the blank, and tab to carriage return.
    package static let blanks = ScalarSet([0x09...0x0d, 0x20...0x20])

    /// Whether a character is one of these.
    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<64: ascii.low & (1 << UInt64(scalar)) != 0
        case ..<128: ascii.high & (1 << UInt64(scalar - 64)) != 0
        default: ranges.contains { $0.contains(scalar) }
        }
    }

    package static func == (one: ScalarSet, other: ScalarSet) -> Bool {
        one.ranges == other.ranges
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ranges)
    }
}
