import ArgusClient
import ArgusVocabulary
import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The API of a monitoring system, as it is asked: JSON over HTTP, below one root.
///
/// It is reached directly, without a proxy, and no redirection is followed: that would take the
/// password to wherever it leads.
package final class SourceAPI: Sendable {
    /// The largest answer that is read.
    private static let answerLimit = 256 << 20

    /// Its root, without a slash at the end.
    package let root: String
    private let http: HTTPClient
    private let headers: HTTPHeaders
    private let timeout: Duration

    /// Prepares to ask; `tokenWord` is what stands before a token in the header `Authorization`.
    ///
    /// Refuses files that hold no certificate or key.
    package init(_ settings: APISettings, tokenWord: String) throws(APIProblem) {
        (root, timeout) = (settings.url, settings.timeout)
        var headers: HTTPHeaders = ["Accept": "application/json", "User-Agent": "argus-glue"]
        switch settings.credentials {
        case .none: break
        case .token(let token): headers.add(name: "Authorization", value: "\(tokenWord) \(token)")
        case .user(let user, let password):
            let pair = Data("\(user):\(password)".utf8).base64EncodedString()
            headers.add(name: "Authorization", value: "Basic \(pair)")
        }
        self.headers = headers
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.tlsConfiguration = try Self.tls(settings)
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .nanoseconds(timeout.microseconds * 1000)
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(configuration: configuration)
    }

    // An `HTTPClient` that goes away without having been shut down ends the program.
    deinit { Task { [http] in try? await http.shutdown() } }

    private static func tls(_ settings: APISettings) throws(APIProblem) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            if let file = settings.certificateAuthorityFile {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            }
            if let (file, key) = settings.certificate {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(file).map {
                    .certificate($0)
                }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        } catch {
            throw APIProblem(settings.url, "a certificate or key cannot be used (\(error))")
        }
        return tls
    }

    /// Asks for what is at a path, with a query; the answer must be JSON.
    package func get(
        _ path: String, _ query: [(String, String)] = []
    ) async throws(APIProblem) -> JSONValue {
        let pairs = query.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        return try await ask(
            .GET, path + (pairs.isEmpty ? "" : "?\(pairs.joined(separator: "&"))"))
    }

    /// Sends JSON to a path; the answer must be JSON.
    package func post(
        _ path: String, _ body: JSONValue, _ more: [(String, String)] = []
    ) async throws(APIProblem) -> JSONValue {
        try await ask(.POST, path, body, more)
    }

    /// Removes what is at a path; the answer is not read.
    package func delete(_ path: String) async throws(APIProblem) {
        _ = try await ask(.DELETE, path, needsJSON: false)
    }

    private func ask(
        _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil,
        _ more: [(String, String)] = [], needsJSON: Bool = true
    ) async throws(APIProblem) -> JSONValue {
        let name = name(of: method, path)
        let request = request(method, path, body, more)
        let answer: (status: HTTPResponseStatus, body: ByteBuffer)
        do {
            answer = try await inTime { [http] in
                let response = try await http.execute(request, deadline: .distantFuture)
                let body = try await response.body.collect(upTo: Self.answerLimit)
                return (response.status, body)
            }
        } catch {
            throw APIProblem(name, Self.reason(error))
        }
        let bytes = Array(answer.body.readableBytesView)
        let value = try? JSONValue(parsing: JSONRepair.mended(bytes) ?? bytes)
        guard (200..<300).contains(answer.status.code) else {
            let lasting: Set<UInt> = [400, 404, 405, 409, 410, 413, 422]
            throw APIProblem(
                name, Self.reason(answer.status, value),
                isRefusal: lasting.contains(answer.status.code), answer: value)
        }
        guard value != nil || !needsJSON else {
            throw APIProblem(name, "the answer is no JSON")
        }
        return value ?? .null
    }

    /// Sends JSON to a path whose answer goes on for as long as somebody reads it.
    package func open(
        _ path: String, _ body: JSONValue
    ) async throws(APIProblem) -> HTTPClientResponse.Body {
        let name = name(of: .POST, path)
        let request = request(.POST, path, body, [])
        let response: HTTPClientResponse
        do {
            response = try await inTime { [http] in
                try await http.execute(request, deadline: .distantFuture)
            }
        } catch {
            throw APIProblem(name, Self.reason(error))
        }
        guard response.status == .ok else {
            throw APIProblem(name, Self.reason(response.status, nil))
        }
        return response.body
    }

    private func name(of method: HTTPMethod, _ path: String) -> String {
        "\(method.rawValue) \(root)\(path.prefix { $0 != "?" })"
    }

    private func request(
        _ method: HTTPMethod, _ path: String, _ body: JSONValue?, _ more: [(String, String)]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: root + path)
        request.method = method
        request.headers = headers
        for (name, value) in more { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.text))
        }
        return request
    }

    /// Does something, unless it takes longer than a request may.
    private func inTime<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask { [timeout] in
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw LateAnswer() }
            return value
        }
    }

    /// That an answer took longer than it may.
    private struct LateAnswer: Error {}

    static func reason(_ error: any Error) -> String {
        switch error {
        case is LateAnswer: "no answer in time"
        case is NIOTooManyBytesError: "the answer is far too long"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "the connection broke"
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOConnectionError:
            "it cannot be reached (\(error.connectionErrors.first.map { "\($0.error)" } ?? "no such host"))"
        default: "it cannot be reached (\(error))"
        }
    }

    private static func reason(_ status: HTTPResponseStatus, _ body: JSONValue?) -> String {
        let words = said(body).map { ": \($0.inOneLine)" } ?? ""
        return switch status.code {
        case 401, 403: "it does not accept the token or password, or permits too little\(words)"
        case 404 where words.isEmpty: "there is no such page: is `api_url` right?"
        default: "it answers with status \(status.code)\(words)"
        }
    }

    /// The words for people in an answer; of one that has several results, those of the first.
    private static func said(_ body: JSONValue?) -> String? {
        let members = ["detail", "error", "message", "status"]
        return [body, body?["results"]?.array?.first].compactMap { part in
            members.compactMap { part?[$0]?.string }.first { !$0.isEmpty }
        }.first
    }
}
