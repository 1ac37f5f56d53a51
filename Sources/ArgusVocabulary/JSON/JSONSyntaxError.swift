/// Where and why a text is not JSON, in the words of Python's `json`, which API clients know.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected or is wrong, such as `Expecting value`.
    public let reason: String
    /// The offset of the offending byte.
    public let offset: Int
    /// Line and column, both counted from 1, and the character's index counted from 0.
    public let line, column, character: Int

    init(_ reason: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        line = before.count { $0 == 0x0a } + 1
        column = Self.characters(before[lineStart...]) + 1
        character = Self.characters(before)
    }

    private static func characters(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        bytes.count { $0 & 0xc0 != 0x80 }
    }

    public var description: String {
        "\(reason): line \(line) column \(column) (char \(character))"
    }
}
