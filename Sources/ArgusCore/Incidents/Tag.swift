/// Something that is known about an incident, as `key=value`.
package struct Tag: Hashable, Sendable {
    @ExactText package private(set) var key: String
    /// May be empty and may hold `=`.
    @ExactText package private(set) var value: String

    /// Which keys are allowed.
    package enum KeyRule: Sendable {
        /// Lower-case letters, digits and `_`.
        case lowerCase
        /// Letters of either case, digits and `_`: what the guide for glue services promises.
        case anyCase

        /// Whether a key may have this byte.
        package func allows(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x61...0x7a, 0x30...0x39, 0x5f: true
            case 0x41...0x5a: self == .anyCase
            default: false
            }
        }
    }

    /// Takes a key and a value that are known to be right.
    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// Reads `key=value`, split at the first `=`; blanks around both are dropped.
    ///
    /// Refuses what is longer than databases find incidents by; see ``TextLimit/tag``.
    package init(_ text: String, keys: KeyRule) throws(TagProblem) {
        guard let split = text.utf8.firstIndex(of: 0x3d) else { throw .noDelimiter }
        let key = text[..<split].trimmingBlanks()
        let value = text[text.utf8.index(after: split)...].trimmingBlanks()
        guard !key.isEmpty else { throw .emptyKey }
        guard key.utf8.allSatisfy(keys.allows) else { throw .invalidKey }
        self.key = String(key)
        self.value = String(value)
        guard isIndexable else { throw .tooLong }
    }

    /// Whether it fits into an index of PostgreSQL.
    ///
    /// A longer one fits, too, if it is little but some characters over and over, which are packed.
    package var isIndexable: Bool {
        // Most are so short that nothing needs to be counted.
        if key.utf8.count + 1 + value.utf8.count * 2 <= TextLimit.tag.count { return true }
        let size = size()
        return size <= TextLimit.tag.count
            || size <= TextLimit.repetitiveTag.count && self.size(withRunsOf: 8) <= 800
    }

    /// How many bytes it takes there, if of a character in a row only so many count.
    private func size(withRunsOf longest: Int = .max) -> Int {
        var size = key.utf8.count + 1
        var run: (scalar: Unicode.Scalar, length: Int) = ("\0", 0)
        for scalar in value.unicodeScalars {
            run = (scalar, scalar == run.scalar ? run.length + 1 : 1)
            guard run.length <= longest else { continue }
            size += scalar == "\\" || scalar == "\n" ? 2 : UTF8.width(scalar)
        }
        return size
    }

    /// The tag as `key=value`.
    package var text: String { "\(key)=\(value)" }
}

/// Why a text is no tag.
package enum TagProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case noDelimiter, emptyKey, invalidKey, tooLong

    /// The problem in a sentence.
    package var description: String {
        switch self {
        case .noDelimiter: "A tag is written as key=value."
        case .emptyKey: "A tag has something before its =."
        case .invalidKey: "The key of a tag has only lower-case letters, digits and _ in it."
        case .tooLong: Problem.tooLong(.tag).description
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
        // A blank with an accent is one Character, of which only the blank is white space.
        let scalars = unicodeScalars
        let isBlank = { scalars[$0].properties.isWhitespace }
        var (start, end) = (startIndex, endIndex)
        while start < end, isBlank(start) { start = scalars.index(after: start) }
        while start < end, isBlank(scalars.index(before: end)) { end = scalars.index(before: end) }
        return self[start..<end]
    }
}
