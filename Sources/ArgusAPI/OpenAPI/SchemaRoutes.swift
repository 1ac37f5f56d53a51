import ArgusCore
import ArgusHTTP
import ArgusWire
import HTTPTypes

/// `schema/`: what the API offers, for programs, as OpenAPI 3.1.
enum SchemaRoutes {
    /// The schema of the version to write against.
    static let stable = schema("/api/schema/", .v2)

    /// The schema of a version.
    static func one(of version: APIVersion) -> Endpoint {
        schema("\(version.path)schema/", version)
    }

    /// The media types in which it can be had, the one that is given unless asked otherwise first.
    static let types = [
        "application/vnd.oai.openapi", "application/yaml", "application/vnd.oai.openapi+json",
        "application/json",
    ]

    private static func schema(_ path: String, _ version: APIVersion) -> Endpoint {
        Endpoint(
            path, isPublic: true, offers: types,
            get: { call in
                let json = APIDocument.of(version).json(serverVersion: call.site.version)
                let type = call.mediaType
                return type.hasSuffix("json")
                    ? Reply(type: type, text: json.text)
                    : Reply(type: type, text: YAMLWriter.text(of: json))
            })
    }
}
