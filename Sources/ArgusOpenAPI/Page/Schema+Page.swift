import ArgusVocabulary
import ArgusWire

extension Schema {
    /// What kind of value it is, in a few words; what has a name leads to it.
    var kind: HTML {
        switch form {
        case .keywords(let keywords): "\(Self.kind(keywords))"
        case .list(let items, _, _): "list of \(items.kind)"
        case .object(_, .each(let values)): "object of \(values.kind)"
        case .object: "object"
        case .either(let schemas): "\(Self.joined(schemas.map(\.kind)))"
        case .named(let name, _), .reference(let name): "<a href=\"#\(name)\">\(name)</a>"
        }
    }

    private static func joined(_ kinds: [HTML]) -> HTML {
        "\(kinds.enumerated().map { index, kind -> HTML in index == 0 ? kind : " or \(kind)" })"
    }

    private static func kind(_ keywords: JSONObject) -> HTML {
        if let only = keywords["const"] { return "<code>\(only.text)</code>" }
        if let choices = keywords["enum"]?.array {
            return joined(choices.map { "<code>\($0.string ?? $0.text)</code>" })
        }
        let types = keywords["type"]?.array ?? [keywords["type"] ?? "any JSON"]
        let words = types.map { word($0.string ?? "", keywords["format"]?.string) }
        return "\(words.joined(separator: " or ") + bounds(keywords))"
    }

    private static func word(_ type: String, _ format: String?) -> String {
        switch (type, format) {
        case ("string", "date-time"): "time"
        case ("string", "uri"): "URL"
        case ("string", _): "text"
        case ("boolean", _): "true or false"
        default: type
        }
    }

    private static func bounds(_ keywords: JSONObject) -> String {
        if let low = keywords["minimum"]?.integer, let high = keywords["maximum"]?.integer {
            return " from \(low) to \(high)"
        }
        return keywords["maxLength"]?.integer.map { ", at most \($0) characters" } ?? ""
    }

    /// The members as rows of a table; those of objects within without a name come after theirs.
    func rows(under prefix: String = "") -> [Row] {
        guard case .object(let members, _) = unnamed.form else { return [] }
        return members.flatMap { member -> [Row] in
            let row = Row(name: prefix + member.name, member: member)
            return [row] + member.schema.inner.rows(under: "\(prefix)\(member.name).")
        }
    }

    /// One member of an object.
    struct Row {
        let name: String
        let member: Member
    }

    private var unnamed: Schema {
        if case .named(_, let schema) = form { schema } else { self }
    }

    /// What is inside of a list; nothing for what has a place of its own on the page.
    private var inner: Schema {
        switch form {
        case .list(let items, _, _): items.inner
        case .named, .reference: .anything
        case .keywords, .object, .either: self
        }
    }

    /// A value that looks like this, to be shown.
    var sample: JSONValue {
        if let example { return example }
        switch form {
        case .keywords(let keywords): return Self.sample(keywords)
        case .list(let items, _, _): return [items.sample]
        case .object(let members, .each(let values)) where members.isEmpty:
            return ["name": values.sample]
        case .object(let members, _):
            return .object(JSONObject(members.map { ($0.name, $0.schema.sample) }))
        case .either(let schemas): return schemas.first?.sample ?? .null
        case .named(_, let schema): return schema.sample
        case .reference: return [:]
        }
    }

    private static func sample(_ keywords: JSONObject) -> JSONValue {
        if let only = keywords["const"] ?? keywords["enum"]?.array?.first { return only }
        switch keywords["type"]?.string ?? keywords["type"]?.array?.first?.string {
        case "string":
            return switch keywords["format"] {
            case "date-time": "2025-06-15T12:00:00Z"
            case "uri": "https://example.org/"
            default: "…"
            }
        case "integer", "number": return keywords["minimum"] ?? 1
        case "boolean": return true
        case "array": return []
        case "null": return .null
        default: return [:]
        }
    }

    /// Every schema with a name that is met here, once each.
    func gather(into found: inout [String: Schema]) {
        switch form {
        case .keywords, .reference: break
        case .list(let items, _, _): items.gather(into: &found)
        case .object(let members, let others):
            for member in members { member.schema.gather(into: &found) }
            if case .each(let values) = others { values.gather(into: &found) }
        case .either(let schemas): for schema in schemas { schema.gather(into: &found) }
        case .named(let name, let schema):
            guard found[name] == nil else { return }
            found[name] = schema
            schema.gather(into: &found)
        }
    }
}

extension JSONValue {
    /// The value over several lines, as people like to read it.
    func pretty(indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent + 2)
        let end = String(repeating: " ", count: indent)
        switch self {
        case .object(let object) where text.utf8.count > 60:
            let lines = object.members.map {
                "\(margin)\(JSONValue.string($0.name).text): \($0.value.pretty(indent: indent + 2))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(end)}"
        case .array(let items) where text.utf8.count > 60:
            let lines = items.map { margin + $0.pretty(indent: indent + 2) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(end)]"
        default: return text
        }
    }
}
