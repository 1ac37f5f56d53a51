import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/media/`: in which ways people can be reached.
struct MediumRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/media/" }

    private var slug: PathPart {
        PathPart("slug", .choice(Medium.all(in: version).map(\.rawValue)), "The medium.")
    }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists the ways in which people can be reached.", of: .medium) { _ in
                Reply(.array(Medium.all(in: version).map { MediumJSON($0).json }))
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root)\(slug)/", .notifications,
            get: Action("Shows a medium.", answers: [.ok(.medium, "The medium.")]) { call in
                guard let medium = Medium(call.text(of: slug), in: version) else {
                    throw Refusal.noSuch(.medium)
                }
                return Reply(MediumJSON(medium).json)
            })
    }

    var schema: Endpoint {
        Endpoint(
            "\(root)\(slug)/json_schema/", .notifications,
            get: Action(
                "Tells what the settings of a destination must look like.", refuses: [400],
                answers: [
                    .ok(
                        .answer("JSONSchema", ["json_schema": .object]),
                        "A JSON schema of the settings.")
                ]
            ) { call in
                let word = call.text(of: slug)
                guard let medium = Medium(word, in: version) else {
                    throw Refusal.invalid("Medium \"\(word)\" is not installed.")
                }
                let id = call.here.url(of: "/json-schema/\(word)")
                return Reply(["json_schema": Self.schema(of: medium, id: id)])
            })
    }

    private static func schema(of medium: Medium, id: String) -> JSONValue {
        let settings = medium.settings
        var properties = JSONObject()
        for setting in settings { properties.set(setting.name, to: setting.schema) }
        let word = medium == .email ? "email" : medium.name
        return [
            "title": .string("\(medium.name) Settings"),
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

extension Schema {
    /// A way of reaching people in an answer.
    static let medium = answer("Media", ["slug": text, "name": text, "installed": bool])
}
