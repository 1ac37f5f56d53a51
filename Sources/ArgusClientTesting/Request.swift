import ArgusClient
import ArgusVocabulary
import FoundationEssentials
import NIOHTTP1

extension FakeArgus {
    /// A request that came in.
    public struct Request: Hashable, Sendable {
        /// Such as `POST`.
        public let method: String
        /// Such as `/api/v2/incidents/7/`.
        public let path: String
        /// The query string without its question mark, as it was sent; may be empty.
        public let query: String
        /// The header `Idempotency-Key`; nil if there was none.
        public let key: String?
        /// The token that it was authenticated with; empty if there was none.
        public let token: String
        /// What was sent; may be empty.
        public let body: String

        init(_ head: HTTPRequestHead, body: String) {
            let parts = head.uri.split(separator: "?", maxSplits: 1).map(String.init)
            (method, path) = (head.method.rawValue, parts.first ?? "/")
            query = parts.count > 1 ? parts[1] : ""
            key = head.headers.first(name: "Idempotency-Key")
            let authorization = head.headers.first(name: "Authorization") ?? ""
            token = String(authorization.split(separator: " ").last ?? "")
            self.body = body
        }

        /// The body as JSON; null if it is none.
        public var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }
}

extension FakeArgus.Request {
    /// The version of the API that is spoken; nil outside of it.
    var version: APIVersion? { APIVersion.allCases.first { path.hasPrefix($0.path) } }

    /// Method and path below the version, with `ID` in the place of an incident's primary key.
    var route: String {
        let below = path.dropFirst(version?.path.count ?? 0).split(separator: "/")
        let parts = below.map { Int64($0) == nil ? String($0) : "ID" }
        return "\(method) \(parts.joined(separator: "/"))"
    }

    /// The primary key of the incident in the path.
    var incidentPK: Int64? { path.split(separator: "/").lazy.compactMap { Int64($0) }.first }

    /// The parameters of the query; of those with the same name the last counts.
    var parameters: [String: String] {
        let items = URLComponents(string: "/?\(query)")?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    }
}
