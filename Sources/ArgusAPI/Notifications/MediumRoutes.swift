import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/media/`: in which ways people could always be reached.
///
/// All channels are listed by ``ChannelRoutes``.
struct MediumRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/media/" }

    private var slug: PathPart {
        PathPart("slug", .choice(Medium.older.map(\.rawValue)), "The medium.")
    }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists the ways in which people can be reached.", of: .medium) { _ in
                Reply(.array(Medium.older.map { MediumJSON($0).json }))
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root)\(slug)/", .notifications,
            get: Action("Shows a medium.", answers: [.ok(.medium, "The medium.")]) { call in
                guard let medium = Medium(older: call.text(of: slug)) else {
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
                guard let medium = Medium(older: word) else {
                    throw Refusal.invalid("Medium \"\(word)\" is not installed.")
                }
                let id = call.here.url(of: "/json-schema/\(word)")
                return Reply(["json_schema": medium.schema(id: id)])
            })
    }
}

extension Medium {
    /// The medium of a word; nil for one that there has not always been.
    fileprivate init?(older word: String) {
        guard let medium = Medium(rawValue: word), Self.older.contains(medium) else { return nil }
        self = medium
    }
}

extension Schema {
    /// A way of reaching people in an answer.
    static let medium = answer("Media", ["slug": text, "name": text, "installed": bool])
}
