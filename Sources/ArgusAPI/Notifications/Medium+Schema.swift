import ArgusCore
import ArgusVocabulary

extension Medium {
    /// What the settings of a destination must look like, as a JSON schema.
    func schema(id: String) -> JSONValue {
        var properties = JSONObject()
        for setting in settings { properties.set(setting.name, to: setting.schema) }
        let word = self == .email ? "email" : name
        return [
            "title": .string("\(name) Settings"),
            "description": .string("Settings for a DestinationConfig using \(word)."),
            "type": "object",
            "required": .array(settings.filter(\.isRequired).map { .string($0.name) }),
            "properties": .object(properties),
            "$id": .string(id),
        ]
    }
}

extension Medium.Setting {
    fileprivate var schema: JSONValue {
        var schema = JSONObject()
        schema.set("type", to: "string")
        schema.set("title", to: .string(title))
        if let explanation { schema.set("description", to: .string(explanation)) }
        if isSecret { schema.set("writeOnly", to: true) }
        return .object(schema)
    }
}
