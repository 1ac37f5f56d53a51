import ArgusWire
import HTTPTypes

/// Describes `incidents/<pk>/tags/`.
struct TagDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/:pk/tags/" }
    private var id: String { "\(version.prefix)incidents_tags_" }
    private let tagInPath = Operation.Parameter(
        "tag", .tagText(.v3), "The tag as `key=value`, percent-encoded.")

    var operations: [Operation] {
        [
            Operation(
                .get, root, id: "\(id)list", .tags, "Lists an incident's tags.",
                refuses: [400], answers: [.ok(.list(of: .tag(version)), "All of them.")]),
            Operation(
                .post, root, id: "\(id)create", .tags,
                version == .v3 ? "Adds tags to an incident." : "Adds a tag to an incident.",
                details: "Those that it has already stay as they are.", body: new, isOnce: true,
                answers: [.created(version == .v3 ? .list(of: .tag(version)) : .tag(version))]),
            Operation(
                .get, "\(root):tag/", id: "\(id)retrieve", .tags,
                "Tells that an incident has a tag.", path: [tagInPath], refuses: [400],
                answers: [
                    .ok(version == .v3 ? .list(of: .tag(version)) : .tag(version), "It has it.")
                ]),
            Operation(
                .delete, "\(root):tag/", id: "\(id)destroy", .tags,
                "Takes a tag away from an incident.", path: [tagInPath], refuses: [400],
                answers: [.noContent]),
        ]
    }

    private var new: Operation.Body {
        guard version == .v3 else {
            return Operation.Body(
                .body("NewTag", ["tag": .tagText(version).required]), example: ["tag": "host=a"])
        }
        return Operation.Body(.list(of: .tagText(version)), example: ["host=a", "room=4"])
    }
}

extension Schema {
    /// A tag as `key=value` in a body.
    static func tagText(_ version: APIVersion) -> Schema {
        let keys = version == .v1 ? "[A-Za-z0-9_]+" : "[a-z0-9_]+"
        let value = version == .v3 ? "[^\\s\\x00](.*[^\\s\\x00])?" : "[^\\x00]*"
        return .text(matching: "^\(keys)=\(value)$").example("host=sw1.example.org")
    }

    /// A tag in an answer.
    static func tag(_ version: APIVersion) -> Schema {
        version == .v3 ? .text : .answer("Tag", ["tag": .text.note("As `key=value`.")])
    }
}
