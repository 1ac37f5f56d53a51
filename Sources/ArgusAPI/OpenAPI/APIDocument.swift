import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// What the API says of itself: the words of its endpoints, as an OpenAPI document for each version.
package enum APIDocument {
    private static let all = Dictionary(
        uniqueKeysWithValues: APIVersion.allCases.map { ($0, document($0)) })

    /// The document of a version.
    package static func of(_ version: APIVersion) -> Document {
        all[version] ?? document(version)
    }

    private static func document(_ version: APIVersion) -> Document {
        let endpoints = APIRoutes.common + APIRoutes.endpoints(of: version)
        let operations = Endpoint.Topic.allCases.flatMap { topic in
            endpoints.flatMap(\.operations).filter { $0.topic == topic.rawValue }
        }
        return Document(
            about: [
                "title": "Argus",
                "summary": "Collects the alerts of many monitoring systems in one place.",
                "description": .string(description),
            ],
            operations, refusals: Document.SharedRefusal.all, securitySchemes: securitySchemes,
            isExact: version != .v3)
    }

    private static let securitySchemes: JSONObject = [
        "tokenAuth": [
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "The word `Token`, a blank, and the token.",
        ],
        "sessionAuth": [
            "type": "apiKey", "in": "cookie", "name": "sessionid",
            "description": .string(
                "Of a browser that logged in. What changes something needs the cookie "
                    + "`csrftoken` repeated in the header `X-CSRFToken`. Over https both names "
                    + "begin with `__Host-`."),
        ],
    ]

    private static let description = """
        Every path ends in a slash but `auth/token/logoutall`; without it the answer is 301. \
        Times are ISO 8601, and those without an offset are in the server's zone. \
        Of lists, `next` leads to the following page. \
        What is refused has changed nothing, and says why. \
        Every answer is JSON unless it says otherwise; `?format=json` may be asked for anywhere.
        """
}
