extension Timestamp {
    /// The most bytes that ``write(in:to:)`` needs.
    public static let writtenSize = 40

    /// Writes `2026-11-22T09:10:43.594533+01:00` and returns how many bytes that took.
    ///
    /// Microseconds are left out when they are zero, an offset of zero is `Z`, and ``infinity`` is
    /// the word. The buffer must hold ``writtenSize`` bytes.
    @inlinable
    public func write(in zone: Zone, to buffer: UnsafeMutablePointer<UInt8>) -> Int {
        if self == .infinity {
            let word: StaticString = "infinity"
            buffer.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
            return word.utf8CodeUnitCount
        }
        let offset = zone.offset(at: self)
        let civil = CivilTime(
            microsecondsSinceEpoch: microseconds &+ Int64(offset) * 1_000_000)
        var position = 0
        func two(_ value: Int) {
            buffer[position] = UInt8(truncatingIfNeeded: 48 + value / 10 % 10)
            buffer[position + 1] = UInt8(truncatingIfNeeded: 48 + value % 10)
            position += 2
        }
        func byte(_ value: UInt8) {
            buffer[position] = value
            position += 1
        }
        two(civil.year / 100)
        two(civil.year)
        byte(0x2d)
        two(civil.month)
        byte(0x2d)
        two(civil.day)
        byte(0x54)
        two(civil.hour)
        byte(0x3a)
        two(civil.minute)
        byte(0x3a)
        two(civil.second)
        if civil.microsecond > 0 {
            byte(0x2e)
            two(civil.microsecond / 10_000)
            two(civil.microsecond / 100)
            two(civil.microsecond)
        }
        guard offset != 0 else {
            byte(0x5a)
            return position
        }
        byte(offset < 0 ? 0x2d : 0x2b)
        let distance = abs(offset)
        two(distance / 3600)
        byte(0x3a)
        two(distance / 60 % 60)
        if distance % 60 != 0 {
            byte(0x3a)
            two(distance % 60)
        }
        return position
    }

    /// The moment in ISO 8601 as a zone's clocks show it, or `infinity`.
    public func text(in zone: Zone = .utc) -> String {
        String(unsafeUninitializedCapacity: Self.writtenSize) { buffer in
            buffer.baseAddress.map { write(in: zone, to: $0) } ?? 0
        }
    }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in ISO 8601, in UTC.
    public var description: String { text() }
}
