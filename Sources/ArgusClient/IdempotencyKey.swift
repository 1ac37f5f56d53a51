/// What tells a request that is sent again from a new one that looks the same.
///
/// A server that knows the key answers as it did the first time and changes nothing. A queue
/// derives it from its own entry, so that it survives a restart.
public struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
    /// What is sent in the header `Idempotency-Key`.
    public let description: String

    /// Takes a key: 1 to 255 visible ASCII characters; nil if the text is anything else.
    public init?(_ text: String) {
        guard (1...255).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        description = text
    }

    private init(checked text: String) {
        description = text
    }

    /// A key of 128 random bits, as 32 hexadecimal digits.
    public static func random() -> IdempotencyKey {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in
            let part = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - part.count) + part
        }
        return IdempotencyKey(checked: digits.joined())
    }
}
