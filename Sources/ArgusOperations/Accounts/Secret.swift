/// A token in clear, which is shown once and never kept or logged.
package struct Secret: Hashable, Sendable, CustomStringConvertible {
    /// The token itself.
    package let value: String

    /// Takes a token as it was given.
    package init(_ value: String) {
        self.value = value
    }

    /// Makes a random token of so many bytes, in hexadecimal.
    package static func random(bytes: Int) -> Secret {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Secret(hexadecimal(random))
    }

    /// What is kept of it: SHA-256.
    var digest: [UInt8] { sha256(Array(value.utf8)) }

    /// What people tell it by.
    var prefix: String { String(value.prefix(8)) }

    package var description: String { "•••" }
}
