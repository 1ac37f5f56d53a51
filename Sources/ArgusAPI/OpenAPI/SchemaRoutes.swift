import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// `schema/`: what the API offers, for programs, as OpenAPI 3.1.
enum SchemaRoutes {
    /// The schema of the version to write against.
    static let stable = schema("/api/schema/", .v2, "Version 2 of the API, for programs.")

    /// The schema of a version.
    static func one(of version: APIVersion) -> Endpoint {
        schema("\(version.path)schema/", version, "This version of the API, for programs.")
    }

    /// The media types in which it can be had, the one that is given unless asked otherwise first.
    private static let types = [
        "application/vnd.oai.openapi", "application/yaml", "application/vnd.oai.openapi+json",
        "application/json",
    ]

    /// Every operation has a format, and tells so in one place; here there is a choice.
    private static let format = Parameter<String>(
        "format", .choice(["json", "yaml"]), "The format, by its name."
    ) { text, _ in text }

    private static func schema(
        _ path: Path, _ version: APIVersion, _ summary: String
    ) -> Endpoint {
        Endpoint(
            path, .server, access: .everybody, offers: types,
            get: Action(
                summary,
                details: "OpenAPI 3.1, as YAML unless `Accept` or `?format=json` asks for JSON.",
                query: [format],
                answers: [
                    DescribedOperation.Answer(
                        200, "The schema.", content: types.map { ($0, Schema.object) })
                ]
            ) { call in
                let json = APIDocument.of(version)
                    .json(version: "\(call.site.version) (\(version.rawValue))")
                let type = call.mediaType
                return Reply(type: type, text: type.hasSuffix("json") ? json.text : try json.yaml)
            })
    }
}
