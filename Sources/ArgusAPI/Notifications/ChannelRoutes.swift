import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// `channels/`: in which ways people can be reached, and what has to be said for each; in version 3.
enum ChannelRoutes {
    static let endpoints = [list]

    private static let list = Endpoint(
        "\(APIVersion.v3.path)channels/", .notifications,
        get: .list(
            "Lists the channels by which people can be reached, with what their destinations need.",
            of: .channel
        ) { call in
            Reply(
                .array(
                    Medium.allCases.map { medium in
                        var object = MediumJSON(medium).json.object ?? JSONObject()
                        let id = call.here.url(of: "/json-schema/\(medium.rawValue)")
                        object.set("json_schema", to: medium.schema(id: id))
                        return .object(object)
                    }))
        })
}

extension Schema {
    /// A channel in an answer.
    fileprivate static let channel = answer(
        "Channel",
        [
            "slug": text, "name": text, "installed": bool,
            "json_schema": .object,
        ])
}
