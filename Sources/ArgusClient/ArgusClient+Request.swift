import ArgusVocabulary
import NIOHTTP1

extension ArgusClient {
    /// What a request does.
    public enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// Sends a request that no other function stands for, and gives back its answer; `null` if that
    /// has no body.
    ///
    /// The path begins with `/api/` and a version, such as `/api/v3/filters/`; what stands in it from
    /// elsewhere is percent-encoded. The parameters of the query are encoded here. It is authenticated,
    /// tried again and refused as all requests are.
    @discardableResult
    public func request(
        _ method: Method,
        _ path: String,
        query: [(name: String, value: String)] = [],
        body: JSONValue? = nil,
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> JSONValue {
        let request = Request(
            HTTPMethod(rawValue: method.rawValue), path,
            query: query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
                .joined(separator: "&"),
            body: body, key: method == .post ? key : nil)
        // What follows the server's name must not become part of it.
        guard path.hasPrefix("/"), path.utf8.allSatisfy(Self.standsInPath) else {
            throw request.failure(
                .unsayable(
                    reason: "a path begins with / and has neither a query nor what must be encoded"),
                transport.server)
        }
        let answer = try await transport.send(request)
        if answer.body.isEmpty { return .null }
        return try transport.decode(answer, to: request) { $0 }
    }

    private static func standsInPath(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
    }
}
