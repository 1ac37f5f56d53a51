import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// One path of the API with what can be done there, and how that is described.
package struct Endpoint: Sendable {
    /// Answers one call.
    package typealias Handler = @Sendable (Call) async throws -> Reply

    /// Where it is.
    package let path: Path
    /// Other paths where the same can be done, and which need no word of their own.
    private let aliases: [Path]
    /// What the names of its operations begin with; nil for the words of the path.
    let name: String?
    let topic: Topic
    let access: Access
    /// Whether the existing server has this path too, so that its clients know it.
    private var isInherited = true
    private let offers: [String]
    private let isSignOfLife: Bool
    let actions: [(method: HTTPRequest.Method, action: Action)]

    /// Describes a path; `isSignOfLife` says that a request tells that the source system that asks is
    /// alive, `offers` in which media types it answers, the one first that is given unless asked
    /// otherwise.
    package init(
        _ path: Path, aliases: [Path] = [], name: String? = nil, _ topic: Topic,
        access: Access = .acting, isSignOfLife: Bool = false,
        offers: [String] = ["application/json"],
        get: Action? = nil, post: Action? = nil, put: Action? = nil, patch: Action? = nil,
        delete: Action? = nil
    ) {
        (self.path, self.aliases, self.name, self.topic) = (path, aliases, name, topic)
        (self.access, self.isSignOfLife, self.offers) = (access, isSignOfLife, offers)
        let all: [(HTTPRequest.Method, Action?)] = [
            (.get, get), (.post, post), (.put, put), (.patch, patch), (.delete, delete),
        ]
        actions = all.compactMap { method, action in action.map { (method, $0) } }
    }

    /// The same, of a path that the existing server does not have.
    package var new: Endpoint {
        var new = self
        new.isInherited = false
        return new
    }

    /// The methods that are answered, as the header `Allow` lists them.
    package var allowed: [HTTPRequest.Method] { route.allowed }

    /// How a request is answered there.
    var route: Route {
        Route(
            paths: ([path] + aliases).map(\.text), door: JSONDoor(offers: offers), access: access,
            isSignOfLife: isSignOfLife, losesMethod: isInherited, description: Self.description,
            handlers: actions.map { ($0.method, $0.action.handler) })
    }

    /// What `OPTIONS` tells beside the header `Allow`.
    private static let description = Reply([
        "renders": ["application/json"],
        "parses": ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    ])
}
