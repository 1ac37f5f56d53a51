import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// Tells what kind of server this is.
enum MetadataRoutes {
    static let metadata = Endpoint(
        "/api/", .server, access: .everybody,
        get: Action(
            "Tells what kind of server this is, and where its schemas are.",
            answers: [.ok(schema, "What it is.")]
        ) { call in
            Reply([
                "server-version": .string(call.site.version),
                "api-version": ["stable": "v2"],
                "jsonapi-schema": [
                    "stable": "/api/schema/", "v1": "/api/v1/schema/", "v2": "/api/v2/schema/",
                    "v3": "/api/v3/schema/",
                ],
                "ticket_plugin": nil,
                "destination_plugins": [],
            ])
        })

    private static let schema = Schema.answer(
        "Metadata",
        [
            "server-version": .text,
            "api-version": .answer(["stable": .text.note("The version to write against.")]),
            "jsonapi-schema": .answer([
                "stable": .text, "v1": .text, "v2": .text, "v3": .text,
            ]),
            "ticket_plugin": .text.orNull.note("The ticket system that is configured."),
            "destination_plugins": .list(of: .text),
        ])
}
