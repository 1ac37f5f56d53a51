import ArgusCore
import ArgusTime

/// How an incident's tags stand in one column: a line each, with who added it and when (microseconds
/// since 1970), then `key=value` in which a line break is `\n` and a backslash is `\\`.
enum TagColumn {
    static func write(_ tags: [Incident.TagRelation]) -> String {
        var text = ""
        for relation in tags {
            if !text.isEmpty { text += "\n" }
            text += "\(relation.addedBy) \(relation.addedTime.microseconds) "
            text += escaped(relation.tag.text)
        }
        return text
    }

    static func read(_ text: String) -> [Incident.TagRelation] {
        guard !text.isEmpty else { return [] }
        return text.utf8.split(separator: 0x0a).compactMap { line in
            let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let user = Int64(Substring(parts[0])),
                let time = Int64(Substring(parts[1])), let tag = tag(parts[2])
            else { return nil }
            return Incident.TagRelation(
                tag: tag, addedBy: User.ID(user), addedTime: Timestamp(microseconds: time))
        }
    }

    private static func tag(_ utf8: Substring.UTF8View.SubSequence) -> Tag? {
        guard let split = utf8.firstIndex(of: 0x3d) else { return nil }
        let key = String(Substring(utf8[..<split]))
        let value = String(Substring(utf8[utf8.index(after: split)...]))
        return Tag(key: key, value: value.utf8.contains(0x5c) ? unescaped(value) : value)
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x5c || $0 == 0x0a }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func unescaped(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        var isEscape = false
        for scalar in text.unicodeScalars {
            if isEscape {
                plain.append(scalar == "n" ? "\n" : scalar)
                isEscape = false
            } else if scalar == "\\" {
                isEscape = true
            } else {
                plain.append(scalar)
            }
        }
        return String(plain)
    }
}
