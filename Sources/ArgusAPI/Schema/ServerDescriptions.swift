import ArgusWire
import HTTPTypes

/// What the server tells of itself, and this description.
enum ServerDescriptions {
    static func operations(of version: APIVersion) -> [Operation] {
        [
            Operation(
                .get, "/api/", id: "root_retrieve", .server,
                "Tells what kind of server this is, and where its schemas are.",
                answers: [.ok(metadata, "What it is.")]),
            Operation(
                .get, "/.still-alive/", id: "still_alive_retrieve", .server,
                "Tells that the server serves.",
                answers: [.noContent]),
            schema("/api/schema/", id: "schema_retrieve", "Version 2 of the API, for programs."),
            schema(
                "\(version.path)schema/", id: "\(version.prefix)schema_retrieve",
                "This version of the API, for programs."),
            page("/api/docs/", id: "docs_retrieve", "Version 2 of the API, for people."),
            page(
                "\(version.path)docs/", id: "\(version.prefix)docs_retrieve",
                "This version of the API, for people."),
            Operation(
                .get, "/api/schema/swagger-ui/", id: "schema_swagger_ui_retrieve", .server,
                "Leads to the page for people.",
                answers: [Operation.Answer(302, "It is at `/api/docs/`.")]),
        ]
    }

    private static let metadata = Schema.answer(
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

    private static func page(_ path: String, id: String, _ summary: String) -> Operation {
        Operation(
            .get, path, id: id, .server, summary,
            answers: [
                Operation.Answer(
                    200, "The page.", content: [("text/html; charset=utf-8", Schema.text)])
            ])
    }

    private static func schema(_ path: String, id: String, _ summary: String) -> Operation {
        Operation(
            .get, path, id: id, .server, summary,
            details: "OpenAPI 3.1, as YAML unless `Accept` or `?format=json` asks for JSON.",
            query: [
                Operation.Parameter(
                    "format", .choice(["json", "yaml"]), "The format, by its name.")
            ],
            answers: [
                Operation.Answer(
                    200, "The schema.", content: SchemaRoutes.types.map { ($0, Schema.object) })
            ])
    }
}
