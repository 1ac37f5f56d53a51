/// A time zone: how far its wall clocks are from UTC at every moment.
///
/// Made from a compiled zone file (RFC 8536), so it needs no ICU, and a look-up is a binary search.
public struct Zone: Hashable, Sendable {
    /// Its name in the IANA database, such as `Europe/Oslo`.
    public let name: String
    /// The moments (seconds since 1970) at which the offset changes, ascending.
    let transitions: [Int64]
    /// The offset in seconds east of UTC from each transition on; one longer than `transitions`,
    /// since the first holds before all of them.
    let offsets: [Int32]
    /// What holds after the last transition, for zones that go on changing.
    let rule: ZoneRule?

    init(name: String, transitions: [Int64], offsets: [Int32], rule: ZoneRule?) {
        (self.name, self.transitions, self.offsets, self.rule) = (name, transitions, offsets, rule)
    }

    /// Coordinated Universal Time.
    public static let utc = Zone(name: "UTC", transitions: [], offsets: [0], rule: nil)

    /// Seconds east of UTC at a moment.
    public func offset(at moment: Timestamp) -> Int {
        let (whole, rest) = moment.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        // A rule counts in microseconds from the wall clock, which at the ends of time has no room.
        let seconds = min(max(rest < 0 ? whole - 1 : whole, -Self.farAway), Self.farAway)
        guard let last = transitions.last else {
            return rule?.offset(at: seconds) ?? Int(offsets[0])
        }
        if seconds >= last, let rule { return rule.offset(at: seconds) }
        return Int(offsets[transitionsUpTo(seconds)])
    }

    /// Some 285,000 years, in seconds.
    private static let farAway: Int64 = 9_000_000_000_000

    private func transitionsUpTo(_ seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The moment at which wall clocks of this zone show `time`.
    ///
    /// A time that occurs twice means the first, and one that is skipped is read with the offset
    /// that held before: both as Python's `datetime` does with `fold=0`.
    public func moment(of time: CivilTime) -> Timestamp {
        let asUTC = time.microsecondsSinceEpoch
        let dayBefore = Timestamp(microseconds: asUTC - 86_400_000_000)
        let earlier = Int64(offset(at: dayBefore)) * 1_000_000
        let withEarlier = Timestamp(microseconds: asUTC - earlier)
        if Int64(offset(at: withEarlier)) * 1_000_000 == earlier { return withEarlier }
        let later = Int64(offset(at: withEarlier)) * 1_000_000
        let withLater = Timestamp(microseconds: asUTC - later)
        return Int64(offset(at: withLater)) * 1_000_000 == later ? withLater : withEarlier
    }

    /// The moments at which wall clocks of this zone show `time`, in order: two where they are put
    /// back over it, else one, as ``moment(of:)`` says.
    public func moments(of time: CivilTime) -> [Timestamp] {
        let first = moment(of: time)
        let asUTC = time.microsecondsSinceEpoch
        let dayAfter = Timestamp(microseconds: asUTC + 86_400_000_000)
        let later = Int64(offset(at: dayAfter)) * 1_000_000
        let second = Timestamp(microseconds: asUTC - later)
        return second > first && civilTime(at: second) == time ? [first, second] : [first]
    }

    /// What wall clocks of this zone show at a moment.
    public func civilTime(at moment: Timestamp) -> CivilTime {
        let shifted = moment.microseconds &+ Int64(offset(at: moment)) * 1_000_000
        return CivilTime(microsecondsSinceEpoch: shifted)
    }
}
