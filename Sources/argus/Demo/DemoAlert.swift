import ArgusVocabulary
import ArgusWire

/// An alert as a monitoring system would hand it to `argus-glue pipe`.
struct DemoAlert {
    /// The words that the pipe format has for what happened.
    enum Kind: String {
        case open, close, event, stateless
    }

    let kind: Kind
    let key: String
    let time: Timestamp
    var description = ""
    var level: Int?
    var tags: [String] = []
    var detailsURL: String?

    /// The alert as a line of the pipe format, without the line's end.
    var line: String {
        var members: [(name: String, value: JSONValue)] = [
            ("type", .string(kind.rawValue)), ("key", .string(key)), ("time", .string(time.text())),
        ]
        if !description.isEmpty { members.append(("description", .string(description))) }
        if let level { members.append(("level", .integer(Int64(level)))) }
        if !tags.isEmpty { members.append(("tags", .array(tags.map(JSONValue.string)))) }
        if let detailsURL { members.append(("details_url", .string(detailsURL))) }
        return text(of: members)
    }

    private func text(of members: [(name: String, value: JSONValue)]) -> String {
        var writer = JSONWriter(capacity: 512)
        for (index, member) in members.enumerated() {
            if index == 0 { writer.raw("{") } else { writer.raw(",") }
            writer.string(member.name)
            writer.raw(":")
            writer.value(member.value)
        }
        writer.raw("}")
        return writer.text
    }
}
