/// How long a text may be.
///
/// What a database has in an index must fit there: an entry of PostgreSQL's holds 2,704 bytes, with
/// everything that stands in it beside the text.
package struct TextLimit: Hashable, Sendable {
    /// The most characters, or bytes of UTF-8.
    package let count: Int
    private let unit: Unit

    private enum Unit: String { case characters, bytes }

    /// So many characters.
    package static func characters(_ count: Int) -> TextLimit {
        TextLimit(count: count, unit: .characters)
    }

    /// So many bytes of UTF-8.
    package static func bytes(_ count: Int) -> TextLimit {
        TextLimit(count: count, unit: .bytes)
    }

    /// What is wrong with the length of a text; nil if nothing is.
    package func problem(of text: String) -> Problem? {
        let length =
            switch unit {
            case .characters: text.unicodeScalars.count
            case .bytes: text.utf8.count
            }
        return length <= count ? nil : .tooLong(self)
    }
}

extension TextLimit: CustomStringConvertible {
    /// So many of what counts.
    package var description: String { "\(count) \(unit.rawValue)" }
}

extension TextLimit {
    /// Of a text that has no limit of its own.
    package static let anyText = characters(65_536)
    /// Of what a source calls a problem.
    package static let sourceIncidentID = bytes(2600)
    /// Of `key=value`, in which a backslash and a line break count twice.
    package static let tag = bytes(2600)
    /// Of a tag that is little but some characters over and over.
    package static let repetitiveTag = bytes(65_536)
    /// Of the names of a source system and of its type, which stand in one index.
    package static let sourceSystemName = characters(255)
    /// Of the name of a stored filter.
    package static let filterName = characters(40)
    /// Of what planned maintenance is for.
    package static let maintenanceDescription = characters(255)
}

extension String {
    /// The first so many characters, as limits count them, the last of which says that there are more;
    /// what makes up one letter stays together.
    package func cut(to length: Int) -> String {
        guard unicodeScalars.count > length else { return self }
        var (end, room) = (startIndex, length - 1)
        while room > 0 {
            room -= self[end].unicodeScalars.count
            if room >= 0 { end = index(after: end) }
        }
        return self[..<end] + "…"
    }
}
