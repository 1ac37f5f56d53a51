import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// Bob's browser, which keeps cookies and sends them back.
struct Browser {
    private let server: APIServer
    private(set) var cookies: [String: String] = [:]

    /// Gives bob a password, and looks at the form for it.
    init(_ server: APIServer) async throws {
        self.server = server
        try await server.database.operations.accounts.setPassword(
            "correct horse", of: "bob", by: .console)
        keep(try await server.ask(.get, "/accounts/login/", as: .nobody))
    }

    /// Sends the form that logs in.
    @discardableResult
    mutating func logIn(password: String = "correct horse", next: String = "") async throws
        -> Answer
    {
        let fields = ["username=bob", "password=\(password.percentEncoded)"]
        return try await submit(
            "/accounts/login/",
            (fields + ["next=\(next.percentEncoded)"]).joined(separator: "&"))
    }

    /// Sends a form of our own pages.
    mutating func submit(_ path: String, _ form: String) async throws -> Answer {
        let token = "csrfmiddlewaretoken=\(token ?? "")"
        var headers = fields
        headers[.referer] = "https://argus.example.org/accounts/login/"
        let answer = try await server.ask(
            .post, path, "\(form)&\(token)", as: .nobody,
            type: "application/x-www-form-urlencoded", headers: headers)
        keep(answer)
        return answer
    }

    func get(_ path: String) async throws -> Answer {
        try await server.ask(.get, path, as: .nobody, headers: fields)
    }

    /// Sends what a script on our own pages would.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil
    ) async throws -> Answer {
        var headers = fields
        headers[.csrfToken] = token
        return try await server.ask(method, path, body, as: .nobody, headers: headers)
    }

    /// What it sends back with each form, as its cookie says it.
    var token: String? { cookies["csrftoken"] ?? cookies["__Host-csrftoken"] }

    /// The cookies as a browser sends them.
    var fields: HTTPFields {
        let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [.cookie: pairs.joined(separator: "; ")]
    }

    private mutating func keep(_ answer: Answer) {
        for cookie in answer.headers[values: .setCookie] {
            let pair = cookie.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
        }
    }

    /// The name of a cookie in `Set-Cookie`.
    static func name(_ cookie: String) -> String {
        String(cookie.prefix { $0 != "=" })
    }
}
