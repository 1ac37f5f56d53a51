import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import HTTPTypes
import Hummingbird

/// One path of another server's API, for programs that can talk to that one and not to ours.
package struct ForeignEndpoint: Sendable {
    /// How that server words that it turns a request down: a status, and why.
    package typealias Refusing = @Sendable (HTTPResponse.Status, String) -> Reply

    private let path: Path
    private let access: Access
    private let refusing: Refusing
    private let handlers: [(method: HTTPRequest.Method, handler: Endpoint.Handler)]

    /// Describes a path with what is answered there; `refusing` words what is turned down.
    package init(
        _ path: Path, access: Access = .acting, refusing: @escaping Refusing,
        get: Endpoint.Handler? = nil, post: Endpoint.Handler? = nil, put: Endpoint.Handler? = nil,
        delete: Endpoint.Handler? = nil
    ) {
        (self.path, self.access, self.refusing) = (path, access, refusing)
        let all: [(HTTPRequest.Method, Endpoint.Handler?)] = [
            (.get, get), (.post, post), (.put, put), (.delete, delete),
        ]
        handlers = all.compactMap { method, handler in handler.map { (method, $0) } }
    }

    /// How a request is answered there.
    var route: Route {
        Route(
            paths: [path.text], door: ForeignDoor(refusing: refusing), access: access,
            isSignOfLife: true, handlers: handlers)
    }
}

/// Talks as another server does.
private struct ForeignDoor: Door {
    let refusing: ForeignEndpoint.Refusing

    var takesTokens: Bool { true }
    var isForeign: Bool { true }

    /// Whatever is accepted: such programs know what they will be given.
    func mediaType(for request: Request) -> String { "application/json" }

    func checkingOrigin(of call: Call) throws(Refusal) -> Call {
        try JSONDoor().checkingOrigin(of: call)
    }

    func reply(to refusal: Refusal, of request: Request, _ call: Call?) -> Reply {
        let usual = Reply(refusal)
        var reply = refusing(refusal.status, refusal.description)
        for name in [HTTPField.Name.retryAfter, .wwwAuthenticate] {
            reply.headers[name] = usual.headers[name]
        }
        if refusal.status == .unauthorized {
            reply.headers[.wwwAuthenticate] = "Basic realm=\"Argus\""
        }
        return reply
    }

    func reply(_ status: HTTPResponse.Status, _ text: String, _ call: Call?) -> Reply {
        refusing(status, text)
    }
}
