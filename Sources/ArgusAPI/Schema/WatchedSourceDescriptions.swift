import ArgusWire
import HTTPTypes

/// Describes `sources/`, the administration of source systems, which version 3 alone has.
struct WatchedSourceDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)sources/" }
    private var id: String { "\(version.prefix)sources_" }

    var operations: [Operation] {
        guard version == .v3 else { return [] }
        return [
            Operation(
                .get, root, id: "\(id)list", .sources,
                "Lists the source systems by name, with what is set up for them.",
                answers: [.ok(.list(of: .watchedSource), "All of them.")]),
            Operation(
                .post, root, id: "\(id)create", .sources,
                "Adds a source system, with an account of its own but no token.",
                details: "Staff only.", body: .newSource, isOnce: true,
                answers: [.created(.watchedSource)]),
            Operation(
                .get, "\(root):pk/", id: "\(id)retrieve", .sources,
                "Shows a source system with what is set up for it.",
                answers: [.ok(.watchedSource, "The source system.")]),
            Operation(
                .patch, "\(root):pk/", id: "\(id)partial_update", .sources,
                "Changes a source system; what is not named stays.", details: "Staff only.",
                body: Operation.Body(
                    .body(
                        "PatchedSourceSystem",
                        [
                            "name": .sourceName, "type": .text(matching: "^[a-z]+$"),
                            "base_url": .text, "heartbeat_frequency": .heartbeatFrequency,
                        ]),
                    example: ["base_url": "https://nav.example.org/", "heartbeat_frequency": 120]),
                answers: [.ok(.watchedSource)]),
            Operation(
                .delete, "\(root):pk/", id: "\(id)destroy", .sources,
                "Removes a source system that has no incidents, with its account and tokens.",
                details: "Staff only.", refuses: [400], answers: [.noContent]),
        ]
    }
}

extension Schema {
    /// A source system with what is set up for it, in an answer.
    fileprivate static let watchedSource = source(.v3).adding(
        "WatchedSourceSystem",
        [
            "heartbeat_frequency": .integer.orNull.note(
                "After how many seconds without a sign of life it counts as dead; null: never.")
        ])
}
