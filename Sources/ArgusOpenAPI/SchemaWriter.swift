import ArgusVocabulary
import ArgusWire

/// Writes schemas as JSON, and gathers those that have names.
struct SchemaWriter {
    /// Whether answers have the members that are listed, and will never get more.
    let isExact: Bool
    private var schemas: [String: JSONValue] = [:]

    init(isExact: Bool) {
        self.isExact = isExact
    }

    /// The schemas with names that were met, in the order of the names.
    var sortedSchemas: JSONObject {
        var object = JSONObject()
        for (name, schema) in schemas.sorted(by: { $0.key < $1.key }) {
            object.set(name, to: schema)
        }
        return object
    }

    /// A schema as JSON; those with names are only referred to.
    mutating func json(_ schema: Schema) -> JSONValue {
        var object = keywords(of: schema.form)
        if let note = schema.note { object.set("description", to: .string(note)) }
        if let example = schema.example { object.set("examples", to: [example]) }
        return .object(object)
    }

    private mutating func keywords(of form: Schema.Form) -> JSONObject {
        switch form {
        case .keywords(let keywords): return keywords
        case .list(let items, let least, let most):
            var object: JSONObject = ["type": "array", "items": json(items)]
            if let least { object.set("minItems", to: .integer(Int64(least))) }
            if let most { object.set("maxItems", to: .integer(Int64(most))) }
            return object
        case .object(let members, let others): return object(members, others)
        case .either(let schemas): return ["anyOf": .array(schemas.map { json($0) })]
        case .named(let name, let schema):
            if schemas[name] == nil {
                // Taken before it is written, for what holds values of its own kind.
                schemas[name] = [:]
                schemas[name] = json(schema)
            }
            return ["$ref": .string("#/components/schemas/\(name)")]
        case .reference(let name): return ["$ref": .string("#/components/schemas/\(name)")]
        }
    }

    private mutating func object(
        _ members: [Schema.Member], _ others: Schema.Others
    ) -> JSONObject {
        var object: JSONObject = ["type": "object"]
        var properties = JSONObject()
        for member in members { properties.set(member.name, to: json(member.schema)) }
        if !members.isEmpty { object.set("properties", to: .object(properties)) }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object.set("required", to: .array(required)) }
        switch others {
        case .none: if isExact { object.set("additionalProperties", to: false) }
        case .ignored: break
        case .refused: object.set("additionalProperties", to: false)
        case .each(let schema): object.set("additionalProperties", to: json(schema))
        }
        return object
    }

    /// The members of a body that a form can hold.
    mutating func form(_ schema: Schema) -> JSONValue {
        let members = schema.members.filter(\.schema.isPlain)
        return .object(object(members, .ignored))
    }
}
