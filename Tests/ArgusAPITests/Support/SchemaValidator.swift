import ArgusVocabulary
import ArgusWire

/// Finds out where a value does not look like a JSON Schema says, for the keywords that we use.
///
/// It is stricter than the standard where that shows drift: an object has no members but those that
/// are listed, a date-time is one that we can read, and a keyword that is not known is a problem.
struct SchemaValidator {
    /// The whole document, in which references lead somewhere.
    let document: JSONValue

    /// What is wrong, each with its place in the value.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        guard let keywords = schema.object else {
            return schema == true ? [] : ["\(place): nothing fits the schema \(schema.text)"]
        }
        return keywords.members.flatMap { member in
            problems(value, member.name, member.value, in: keywords, place)
        }
    }

    private func problems(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, in schema: JSONObject,
        _ place: String
    ) -> [String] {
        switch keyword {
        case "description", "examples", "minimum", "maximum", "minLength", "maxLength", "minItems",
            "maxItems":
            return bound(value, keyword, rule.integer).map { ["\(place): \($0)"] } ?? []
        case "$ref":
            return referred(rule).map { problems(value, $0, at: place) }
                ?? ["\(place): \(rule.text) leads nowhere"]
        case "type":
            let types = rule.array?.compactMap(\.string) ?? [rule.string ?? ""]
            return types.contains { value.isOf(type: $0) }
                ? [] : ["\(place): \(value.text.prefix(80)) is no \(types)"]
        case "enum":
            return rule.array?.contains(value) == true
                ? [] : ["\(place): \(value.text) is none of \(rule.text)"]
        case "const":
            return rule == value ? [] : ["\(place): \(value.text) is not \(rule.text)"]
        case "pattern":
            guard let text = value.string, let pattern = rule.string else { return [] }
            let fits = (try? Regex(pattern).firstMatch(in: text)) != nil
            return fits ? [] : ["\(place): \"\(text)\" does not match \(pattern)"]
        case "format": return format(value, rule.string ?? "").map { ["\(place): \($0)"] } ?? []
        case "anyOf":
            let attempts = (rule.array ?? []).map { problems(value, $0, at: place) }
            if attempts.contains([]) { return [] }
            return ["\(place): fits none: \(attempts.map { $0.joined(separator: ", ") })"]
        case "items":
            return (value.array ?? []).enumerated().flatMap {
                problems($1, rule, at: "\(place)[\($0)]")
            }
        case "required":
            guard let object = value.object else { return [] }
            return (rule.array ?? []).compactMap(\.string).filter { object[$0] == nil }
                .map { "\(place): \($0) is missing" }
        case "properties", "additionalProperties": return members(of: value, keyword, schema, place)
        default: return ["\(place): the keyword \(keyword) is not known"]
        }
    }

    private func referred(_ reference: JSONValue) -> JSONValue? {
        var found: JSONValue? = document
        for part in (reference.string ?? "").split(separator: "/").dropFirst() {
            found = found?[String(part)]
        }
        return found
    }

    private func members(
        of value: JSONValue, _ keyword: String, _ schema: JSONObject, _ place: String
    ) -> [String] {
        guard let object = value.object else { return [] }
        // Either of the two keywords may stand alone; where both do, the first one does the work.
        if keyword == "additionalProperties", schema["properties"] != nil { return [] }
        return object.members.flatMap { member -> [String] in
            let inner = "\(place).\(member.name)"
            if let rule = schema["properties"]?[member.name] {
                return problems(member.value, rule, at: inner)
            }
            guard let others = schema["additionalProperties"], others != false else {
                return ["\(inner): is not documented"]
            }
            return problems(member.value, others, at: inner)
        }
    }

    private func bound(_ value: JSONValue, _ keyword: String, _ limit: Int64?) -> String? {
        guard let limit else { return nil }
        let fits =
            switch keyword {
            case "minimum": value.integer.map { $0 >= limit } ?? true
            case "maximum": value.integer.map { $0 <= limit } ?? true
            case "minLength": value.string.map { $0.unicodeScalars.count >= limit } ?? true
            case "maxLength": value.string.map { $0.unicodeScalars.count <= limit } ?? true
            case "minItems": value.array.map { $0.count >= limit } ?? true
            default: value.array.map { $0.count <= limit } ?? true
            }
        return fits ? nil : "\(value.text) breaks \(keyword) \(limit)"
    }

    private func format(_ value: JSONValue, _ format: String) -> String? {
        guard let text = value.string else { return nil }
        let fits =
            switch format {
            case "date-time": text.contains("T") && (try? Timestamp(text, in: .utc)) != nil
            case "email": text.contains("@")
            case "uri": text.contains("://") || text.hasPrefix("mailto:")
            default: false
            }
        return fits ? nil : "\"\(text)\" is no \(format)"
    }
}

extension JSONValue {
    fileprivate func isOf(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
