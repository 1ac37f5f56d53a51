import ArgusVocabulary

/// A filter as people type it, such as `open host^=core- not (level>=4 or has:ticket)`.
package struct WrittenFilter: Hashable, Sendable {
    /// As it was typed, unless that means something else in another time zone.
    package let text: String
    /// What it means.
    package let filter: IncidentFilter

    /// How many characters one may have.
    package static let longest = 4000

    /// The words that have a meaning of their own.
    package static let words = FilterWord.allCases.map(\.rawValue)

    /// What can be asked about beside tags, each with the sign that stands behind it and an example:
    /// `["level<=", "level<=2, level=3 or level>=4"]`.
    package static let forms = FilterField.allCases.map { field in
        let sign = field.form.drop { $0.isLetter || $0 == "_" }.prefix { "<>=:".contains($0) }
        return [field.rawValue + sign, field.form]
    }

    /// Reads a text; times without an offset are those of `zone`.
    package init(_ text: String, in zone: Zone = .utc) throws(WrittenFilterProblem) {
        filter = try Self.read(text, zone)
        // Whoever stores the text need not store the zone.
        let inUTC = zone == .utc ? filter : try Self.read(text, .utc)
        self.text = inUTC == filter ? text : filter.written
    }

    /// Takes a text that is stored; one that cannot be read any more describes nothing.
    package init(stored text: String) {
        self.text = text
        filter = (try? Self.read(text, .utc, isStored: true)) ?? .nothing
    }

    /// What it may have been meant to say, a sentence of ASCII each: `host=a nto acked` searches for
    /// “nto” as for any text, and finds nothing.
    package var hints: [String] {
        guard var reader = try? Self.reader(text, .utc, true),
            (try? reader.read()) != nil
        else { return [] }
        return reader.hints
    }

    private static func read(
        _ text: String, _ zone: Zone, isStored: Bool = false
    ) throws(WrittenFilterProblem) -> IncidentFilter {
        var reader = try reader(text, zone, isStored)
        return try reader.read()
    }

    private static func reader(
        _ text: String, _ zone: Zone, _ isStored: Bool
    ) throws(WrittenFilterProblem) -> FilterReader {
        let scalars = Array(text.unicodeScalars.prefix(longest + 1))
        guard scalars.count <= longest else {
            throw WrittenFilterProblem("A filter has at most \(longest) characters.")
        }
        guard !scalars.contains("\0") else {
            throw WrittenFilterProblem("A filter has no null characters.")
        }
        return FilterReader(scalars, zone, isStored: isStored)
    }
}

/// Why a text is no filter.
package struct WrittenFilterProblem: Error, Hashable, Sendable {
    /// What is wrong and where, in one sentence.
    package let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// The words with a meaning of their own: in any case, and as keys of tags only behind `tag:`.
enum FilterWord: String, CaseIterable {
    case and, or, not
    case open, closed, stateful, stateless, acked, unacked, everything, nothing

    init?(_ word: some StringProtocol) {
        self.init(rawValue: word.lowercased())
    }

    /// What it stands for; nil if it joins others.
    var filter: IncidentFilter? {
        switch self {
        case .and, .or, .not: nil
        case .open: .open(true)
        case .closed: .open(false)
        case .stateful: .stateful(true)
        case .stateless: .stateful(false)
        case .acked: .acked(true)
        case .unacked: .acked(false)
        case .everything: .everything
        case .nothing: .nothing
        }
    }
}

/// What can be asked about beside tags; as keys of tags only behind `tag:`.
enum FilterField: String, CaseIterable {
    case level, start, end, duration
    case source, type, event, id, has, tag
    case sourceID = "source_id"
    case sourceIncidentID = "source_incident_id"

    /// How it is written, with an example.
    var form: String {
        switch self {
        case .level: "level<=2, level=3 or level>=4"
        case .start: "start>=2026-01-31T12:00 or start<=-2h"
        case .end: "end>=2026-01-31T12:00 or end<=-2h"
        case .duration: "duration>=90m"
        case .source: "source:nav"
        case .type: "type:nav"
        case .event: "event:ACK"
        case .id: "id:7"
        case .has: "has:ticket"
        case .tag: "tag:site or tag:site=value"
        case .sourceID: "source_id:1"
        case .sourceIncidentID: "source_incident_id:7"
        }
    }
}

/// What stands between a name and a value.
enum FilterSign: String, CaseIterable {
    // Longer ones first, as they are looked for in this order.
    case notEqual = "!="
    case notMatching = "!~"
    case prefix = "^="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"
    case equal = "="
    case matching = "~"
    case colon = ":"

    /// Whether it asks about the value of a tag.
    var isOfTags: Bool {
        switch self {
        case .equal, .notEqual, .prefix, .matching, .notMatching: true
        case .atMost, .atLeast, .less, .more, .colon: false
        }
    }
}

extension Unicode.Scalar {
    /// Whether it may stand in a name, as in the key of a tag.
    var isOfName: Bool {
        isASCII && Tag.KeyRule.anyCase.allows(UInt8(truncatingIfNeeded: value))
    }

    /// Whether it ends what is written without quotes.
    var endsBareText: Bool {
        properties.isWhitespace || self == "(" || self == ")" || self == "\""
    }

    /// Whether a word with it must stand in quotes, lest a mistake be taken for a text.
    var isSign: Bool {
        self == "=" || self == "~" || self == "<" || self == ">" || self == ":"
    }
}
