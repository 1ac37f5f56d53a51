import ArgusOpenAPI
import HTTPTypes

extension Endpoint {
    /// Under which words people look for what an endpoint does.
    package enum Topic: String, CaseIterable, Sendable {
        case incidents = "Incidents"
        case changes = "Changes"
        case log = "Events and acknowledgements"
        case tags = "Tags"
        case sources = "Source systems"
        case accounts = "Accounts and tokens"
        case filters = "Filters"
        case notifications = "Notifications"
        case maintenance = "Planned maintenance"
        case server = "The server"
    }

    /// What its methods do, in words for people and in schemas for programs.
    package var operations: [DescribedOperation] {
        actions.map { method, action in
            DescribedOperation(
                method, path.text, id: id(of: method, action), topic: topic.rawValue,
                action.summary, details: action.details,
                parameters: pathParameters + action.query + action.headers
                    + (action.isOnce ? [Self.idempotencyKey] : []),
                body: action.body, answers: action.answers, refuses: refuses(method, action),
                isPublic: access == .everybody)
        }
    }

    /// Made of the words of the path, and of what is done there: `v2_incidents_list`.
    private func id(of method: HTTPRequest.Method, _ action: Action) -> String {
        let segments = path.text.split(separator: "/").filter { !$0.hasPrefix(":") && $0 != "api" }
        let words = segments.map { $0.replacing("-", with: "_").filter { !".+".contains($0) } }
        let verb =
            switch method {
            case .get: action.isList ? "list" : "retrieve"
            case .post: "create"
            case .put: "update"
            case .patch: "partial_update"
            default: "destroy"
            }
        let start = name ?? (words.isEmpty ? "root" : words.joined(separator: "_"))
        return "\(start)_\(verb)"
    }

    private var pathParameters: [DescribedOperation.Parameter] {
        path.parts.map { DescribedOperation.Parameter($0.name, in: .path, $0.schema, $0.note) }
    }

    private static let idempotencyKey = DescribedOperation.Parameter(
        "Idempotency-Key", in: .header, .text(1...255),
        "The same request with the same key is carried out once, and answered the same, for a day.")

    /// The statuses of refusals that may come back.
    private func refuses(_ method: HTTPRequest.Method, _ action: Action) -> Set<Int> {
        var statuses: Set = [401, 404, 406, 429, 503]
        if method != .get { statuses.insert(403) }
        if action.body != nil { statuses.formUnion([400, 413, 415]) }
        if action.isOnce { statuses.formUnion([400, 422]) }
        if !action.query.isEmpty { statuses.insert(400) }
        return statuses.union(action.refuses)
    }
}
