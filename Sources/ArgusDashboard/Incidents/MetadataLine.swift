import ArgusVocabulary

/// A line of an incident's metadata, shown as a tree of names and values.
struct MetadataLine {
    /// The class for how deep it stands in the tree.
    let style: String
    let name: String
    let value: String

    /// The lines of an object, each member followed by what is in it; of more than a thousand the
    /// rest is left to the API.
    static func lines(of value: JSONValue) -> [MetadataLine] {
        let lines = Self.lines(of: value, depth: 0)
        guard lines.count > most else { return lines }
        let rest = MetadataLine(
            style: "d0", name: "…", value: "\(lines.count - most) more lines, which the API has")
        return lines.prefix(most) + [rest]
    }

    private static let most = 1000
    /// How deep the style sheet knows to indent.
    private static let deepest = 4

    private static func lines(of value: JSONValue, depth: Int) -> [MetadataLine] {
        switch value {
        case .object(let object):
            object.members.flatMap { lines(named: $0.name, $0.value, depth) }
        case .array(let items):
            items.enumerated().flatMap { lines(named: "\($0.offset + 1).", $0.element, depth) }
        default: [MetadataLine(style: style(depth), name: "", value: plain(value))]
        }
    }

    private static func lines(
        named name: String, _ value: JSONValue, _ depth: Int
    ) -> [MetadataLine] {
        let inner: [MetadataLine] =
            switch value {
            case .object, .array: lines(of: value, depth: depth + 1)
            default: []
            }
        let text = inner.isEmpty ? plain(value) : ""
        return [MetadataLine(style: style(depth), name: name, value: text)] + inner
    }

    private static func style(_ depth: Int) -> String { "d\(min(depth, deepest))" }

    /// A text as it is, and anything else as JSON writes it.
    private static func plain(_ value: JSONValue) -> String { value.string ?? value.text }
}
