/// Something that is known about an incident, as `key=value`.
package struct Tag: Hashable, Sendable {
    package let key: String
    /// May be empty and may hold `=`.
    package let value: String

    /// Which keys are allowed.
    package enum KeyRule: Sendable {
        /// Lower-case letters, digits and `_`.
        case lowerCase
        /// Letters of either case, digits and `_`: what the guide for glue services promises.
        case anyCase

        func allows(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x61...0x7a, 0x30...0x39, 0x5f: true
            case 0x41...0x5a: self == .anyCase
            default: false
            }
        }
    }

    /// Takes a key and a value that are known to be right.
    package init(key: String, value: String) {
        (self.key, self.value) = (key, value)
    }

    /// Reads `key=value`, split at the first `=`; blanks around both are dropped.
    package init(_ text: String, keys: KeyRule) throws(TagProblem) {
        guard let split = text.utf8.firstIndex(of: 0x3d) else { throw .noDelimiter }
        let key = text[..<split].trimmingBlanks()
        let value = text[text.utf8.index(after: split)...].trimmingBlanks()
        guard !key.isEmpty else { throw .emptyKey }
        guard key.utf8.allSatisfy(keys.allows) else { throw .invalidKey }
        (self.key, self.value) = (String(key), String(value))
    }

    /// The tag as `key=value`.
    package var text: String { "\(key)=\(value)" }
}

/// Why a text is no tag.
package enum TagProblem: Error, Hashable, Sendable {
    case noDelimiter, emptyKey, invalidKey

    /// The problem in the API's words.
    package var message: String {
        switch self {
        case .noDelimiter: "The tag does not have its delimiter: =."
        case .emptyKey: "The key of the tag cannot be empty."
        case .invalidKey:
            "['Enter a valid key consisting of lowercase letters, numbers and underscores.']"
        }
    }
}

extension StringProtocol {
    /// The text without white space at either end.
    package func trimmingBlanks() -> SubSequence {
        // Most texts begin and end with a visible ASCII character.
        if let first = unicodeScalars.first, let last = unicodeScalars.last,
            ("!"..."~").contains(first), ("!"..."~").contains(last)
        {
            return self[startIndex...]
        }
        var start = startIndex
        var end = endIndex
        while start < end, self[start].isWhitespace { start = index(after: start) }
        while start < end, self[index(before: end)].isWhitespace { end = index(before: end) }
        return self[start..<end]
    }
}
