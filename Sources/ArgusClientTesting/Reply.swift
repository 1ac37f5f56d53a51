import ArgusClient
import ArgusVocabulary

extension FakeArgus {
    /// What a request is answered with.
    struct Reply: Error, Sendable {
        let status: Int
        let body: Body
        var retryAfter: String?

        enum Body: Sendable {
            case whole(String)
            /// Server-Sent Events, told by a function until it ends.
            case events(@Sendable (_ tell: (String) async throws -> Void) async throws -> Void)
        }

        init(_ status: Int, _ text: String = "", retryAfter: String? = nil) {
            (self.status, body) = (status, .whole(text))
            self.retryAfter = retryAfter
        }

        init(_ status: Int, _ json: JSONValue) {
            self.init(status, json.text)
        }

        init(
            events: @escaping @Sendable (_ tell: (String) async throws -> Void) async throws -> Void
        ) {
            (status, body) = (200, .events(events))
        }

        /// What there is to read, unless it goes on.
        var text: String { if case .whole(let text) = body { text } else { "" } }

        static let noSuchIncident = Reply(
            404, ["detail": "No Incident matches the given query."])
        /// What servers of another make answer about a path that they do not have.
        static let noSuchPage = Reply(404, "<h1>Not Found</h1>")

        /// Says what is wrong with a field.
        static func wrong(_ field: String, _ problem: String) -> Reply {
            Reply(400, [field: [.string(problem)]])
        }
    }
}
