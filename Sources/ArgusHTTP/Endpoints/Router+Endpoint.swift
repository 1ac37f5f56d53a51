import ArgusCore
import HTTPTypes
import Hummingbird

extension Router<BasicRequestContext> {
    /// Serves endpoints: each under its path, for every method.
    package func serve(_ endpoints: [Endpoint], of site: Site) {
        for endpoint in endpoints {
            for method in Self.methods {
                on(RouterPath(endpoint.path), method: method) { request, context in
                    if let elsewhere = Self.redirection(of: request, to: endpoint) {
                        return elsewhere
                    }
                    return await endpoint.respond(to: request, context, site)
                }
            }
        }
    }

    private static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    }

    /// Where a request belongs whose path lacks the slash at its end; a refusal where slashes are
    /// doubled; nil if the path is right.
    private static func redirection(of request: Request, to endpoint: Endpoint) -> Response? {
        let path = request.uri.path
        if path.contains("//") || (path.hasSuffix("/") && !endpoint.path.hasSuffix("/")) {
            return Reply(Refusal.notFound("Not found.")).response
        }
        guard endpoint.path.hasSuffix("/"), !path.hasSuffix("/") else { return nil }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return Response(status: .movedPermanently, headers: [.location: "\(path)/\(query)"])
    }
}

/// Answers what no endpoint has a path for.
package struct UnknownPath: HTTPResponder {
    /// Answers 404 to everything.
    package init() {}

    package func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        Reply(Refusal.notFound("Not found.")).response
    }
}
