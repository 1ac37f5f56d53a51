import ArgusVocabulary
import ArgusWire

extension Schema {
    /// Keywords of JSON Schema, for what has no word here.
    package static func keywords(_ members: KeyValuePairs<String, JSONValue>) -> Schema {
        var object = JSONObject()
        for (name, value) in members { object.set(name, to: value) }
        return Schema(.keywords(object))
    }

    /// Any JSON value.
    package static let anything = keywords([:])
    /// Null, and nothing else.
    package static let null = keywords(["type": "null"])
    package static let text = keywords(["type": "string"])
    package static let bool = keywords(["type": "boolean"])
    package static let integer = keywords(["type": "integer"])
    package static let number = keywords(["type": "number"])
    /// A primary key.
    package static let id = keywords(["type": "integer", "format": "int64"])
    /// An absolute URL.
    package static let url = keywords(["type": "string", "format": "uri"])
    /// A moment in ISO 8601.
    package static let time = keywords(["type": "string", "format": "date-time"])
    /// Any object.
    package static let object = keywords(["type": "object"])

    /// A text that is not empty.
    package static let someText = text(1...)

    /// A text with so many characters.
    package static func text(_ length: ClosedRange<Int>) -> Schema {
        keywords([
            "type": "string", "minLength": .integer(Int64(length.lowerBound)),
            "maxLength": .integer(Int64(length.upperBound)),
        ])
    }

    /// A text with at least so many characters.
    package static func text(_ length: PartialRangeFrom<Int>) -> Schema {
        keywords(["type": "string", "minLength": .integer(Int64(length.lowerBound))])
    }

    /// A text that a regular expression describes.
    package static func text(matching pattern: String) -> Schema {
        keywords(["type": "string", "pattern": .string(pattern)])
    }

    /// An integer within bounds.
    package static func integer(_ range: ClosedRange<Int64>) -> Schema {
        keywords([
            "type": "integer", "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound),
        ])
    }

    /// One of some texts.
    package static func choice(_ texts: [String]) -> Schema {
        keywords(["type": "string", "enum": .array(texts.map { .string($0) })])
    }

    /// Exactly this value.
    package static func only(_ value: JSONValue) -> Schema { keywords(["const": value]) }
}
