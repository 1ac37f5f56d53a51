import CCrypto

/// The identity of a problem whose monitoring system gives it none: a hash of chosen attributes.
///
/// Choose what is the same in the alert that opens and in the one that closes, such as host and
/// service, and leave out what changes, such as the measured value. The text is 32 hexadecimal
/// digits: the first half of the SHA-256 of the canonical form.
///
/// Canonical form: the pairs sorted by the bytes of their name, then of their value, pairs that
/// occur twice taken once; each written as the number of bytes of the name, a colon, the name, the
/// number of bytes of the value, a colon, the value, and a line feed. Nothing is trimmed and case
/// counts. `host=a, check=ping` is `5:check4:ping⏎4:host1:a⏎`.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// 32 hexadecimal digits, to be used as an alert's key.
    public let text: String

    /// Makes the identity of a problem with these attributes, in whatever order they come.
    public init(_ attributes: some Sequence<(key: String, value: String)>) {
        let form = Self.canonicalForm(of: attributes)
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(form, form.count, &digest)
        text = digest.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// The bytes that are hashed.
    static func canonicalForm(
        of attributes: some Sequence<(key: String, value: String)>
    ) -> [UInt8] {
        let pairs = attributes.map { (Array($0.key.utf8), Array($0.value.utf8)) }
        let sorted = pairs.sorted { one, other in
            one.0 == other.0
                ? one.1.lexicographicallyPrecedes(other.1)
                : one.0.lexicographicallyPrecedes(other.0)
        }
        var bytes: [UInt8] = []
        for (index, pair) in sorted.enumerated() {
            if index > 0, sorted[index - 1] == pair { continue }
            for part in [pair.0, pair.1] {
                bytes += Array("\(part.count):".utf8) + part
            }
            bytes.append(0x0a)
        }
        return bytes
    }

    public var description: String { text }
}

extension Fingerprint: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral attributes: (String, String)...) {
        self.init(attributes.map { (key: $0.0, value: $0.1) })
    }
}
