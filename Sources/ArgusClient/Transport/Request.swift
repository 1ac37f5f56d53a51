import ArgusVocabulary
import NIOHTTP1

/// One request below the server's root.
struct Request: Sendable {
    let method: HTTPMethod
    /// The path, from `/api/` on, with a `/` at its end.
    let path: String
    /// The query string without its question mark; empty if there is none.
    let query: String
    let body: JSONValue?
    let key: IdempotencyKey?
    /// Statuses beyond 2xx that answer the request, and are no failure.
    var accepted: Set<Int> = []

    init(
        _ method: HTTPMethod,
        _ path: String,
        query: String = "",
        body: JSONValue? = nil,
        key: IdempotencyKey? = nil
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.body, self.key) = (body, key)
    }

    /// Whether sending it twice does the same as sending it once.
    ///
    /// Our PATCH sets values, so it may be repeated like a PUT.
    var mayBeRepeated: Bool { method != .POST || key != nil }

    /// The path with the query, below a server's root.
    func target(on server: ServerURL) -> String {
        server.path + path + (query.isEmpty ? "" : "?\(query)")
    }

    /// The error that names this request, without its query.
    func failure(_ problem: ArgusError.Problem, _ server: ServerURL) -> ArgusError {
        ArgusError(problem, request: "\(method.rawValue) \(server.root)\(path)")
    }
}
