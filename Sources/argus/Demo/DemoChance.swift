/// Random numbers that come again with the same seed (SplitMix64, by Steele, Lea and Flood).
struct DemoChance: RandomNumberGenerator {
    private var state: UInt64

    /// Starts the sequence that belongs to a seed.
    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension DemoChance {
    /// One of a list that has at least one element; the first if it has no other.
    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: list.indices, using: &self)]
    }

    /// A length of time between two numbers of minutes, to the second.
    mutating func minutes(_ range: ClosedRange<Int>) -> Duration {
        .seconds(Int.random(in: range.lowerBound * 60...range.upperBound * 60, using: &self))
    }

    /// True so many times in a hundred.
    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}
