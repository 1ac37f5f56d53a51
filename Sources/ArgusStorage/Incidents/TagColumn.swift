import ArgusCore
import ArgusVocabulary

/// How an incident's tags stand in one column: a line each, with who added it and when (microseconds
/// since 1970), then `key=value` in which a line break is `\n` and a backslash is `\\`.
enum TagColumn {
    static func write(_ tags: [Incident.TagRelation]) -> String {
        var text = ""
        for relation in tags {
            if !text.isEmpty { text += "\n" }
            text += "\(relation.addedBy) \(relation.addedTime.microseconds) "
            text += listed(relation.tag)
        }
        return text
    }

    static func read(_ text: String) -> [Incident.TagRelation] {
        guard !text.isEmpty else { return [] }
        var text = text
        return text.withUTF8 { bytes in
            var relations: [Incident.TagRelation] = []
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
                if let relation = relation(bytes, start, end) { relations.append(relation) }
                start = end + 1
            }
            return relations
        }
    }

    /// Reads a line; bytes are compared, since this is done five hundred times for a page.
    private static func relation(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Incident.TagRelation? {
        var position = start
        func number() -> Int64? {
            var value: Int64 = 0
            while position < end, (0x30...0x39).contains(bytes[position]) {
                value = value &* 10 &+ Int64(bytes[position] &- 0x30)
                position += 1
            }
            guard position < end, bytes[position] == 0x20 else { return nil }
            position += 1
            return value
        }
        guard let user = number(), let time = number(),
            let split = bytes[position..<end].firstIndex(of: 0x3d)
        else { return nil }
        let key = String(decoding: bytes[position..<split], as: UTF8.self)
        let value = String(decoding: bytes[(split + 1)..<end], as: UTF8.self)
        let isEscaped = bytes[(split + 1)..<end].contains(0x5c)
        return Incident.TagRelation(
            tag: Tag(key: key, value: isEscaped ? unescaped(value) : value),
            addedBy: User.ID(user), addedTime: Timestamp(microseconds: time))
    }

    /// How a tag stands in a line, and on PostgreSQL in the column `tag_list`.
    static func listed(_ tag: Tag) -> String {
        escaped(tag.text)
    }

    /// A tag's text from how it stands in the column `tag_list`.
    static func unlisted(_ text: String) -> String {
        text.utf8.contains(0x5c) ? unescaped(text) : text
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
