import ArgusSQL
import ArgusTesting
import HTTPTypes
import Testing

/// A request that is turned down, and the answer to it.
struct Refused: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let body: String?
    let asker: APIServer.Asker
    let status: Int
    let text: String

    init(
        _ method: HTTPRequest.Method, _ path: String, as asker: APIServer.Asker = .bob,
        _ status: Int, _ text: String
    ) {
        self.init(method, path, nil, as: asker, status, text)
    }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?,
        as asker: APIServer.Asker = .bob, _ status: Int, _ text: String
    ) {
        (self.method, self.path, self.body, self.asker) = (method, path, body, asker)
        (self.status, self.text) = (status, text)
    }
}

extension APIServer {
    /// Expects each request to be turned down as described, and to leave no trace.
    func refuses(_ requests: [Refused], at location: SourceLocation = #_sourceLocation) async throws
    {
        for request in requests {
            let before = try await contents()
            let answer = try await ask(
                request.method, request.path, request.body, as: request.asker)
            let comment = Comment(
                rawValue: "\(request.method) \(request.path) \(request.body?.prefix(200) ?? "")")
            #expect(answer.status == request.status, comment, sourceLocation: location)
            #expect(answer.text == request.text, comment, sourceLocation: location)
            #expect(try await contents() == before, comment, sourceLocation: location)
        }
    }

    /// Every row of every table, but for when somebody was last heard of, and how often attempts to
    /// log in failed.
    func contents() async throws -> [String] {
        try await database.driver.read { connection in
            try connection.tables().filter { $0 != "failed_attempt" }.flatMap { table in
                try connection.contents(of: table, without: ["last_seen", "last_used"])
                    .map { "\(table): \($0)" }
            }
        }
    }
}
