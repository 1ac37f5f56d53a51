import ArgusCore
import HTTPTypes
import Hummingbird

extension Router<SiteContext> {
    /// Serves endpoints: each under its path, for every method.
    package func serve(_ endpoints: [Endpoint], of site: Site) {
        for endpoint in endpoints {
            for method in Self.methods {
                on(RouterPath(endpoint.path), method: method) { request, context in
                    if let elsewhere = Self.redirection(of: request, to: endpoint.path) {
                        return elsewhere
                    }
                    return await endpoint.respond(to: request, context, site)
                }
            }
        }
    }

    static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    }

    /// Where a request belongs whose path lacks the slash at its end; a refusal where slashes are
    /// doubled; nil if the path is right.
    static func redirection(of request: Request, to route: String) -> Response? {
        let path = request.uri.path
        if path.contains("//") || (path.hasSuffix("/") && !route.hasSuffix("/")) {
            return Reply(Refusal.notFound("Not found.")).response
        }
        guard route.hasSuffix("/"), !path.hasSuffix("/") else { return nil }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return Response(status: .movedPermanently, headers: [.location: "\(path)/\(query)"])
    }
}

/// Gives what Hummingbird refuses by itself, such as an unknown path, the shape of our own refusals.
package struct RefusalMiddleware: RouterMiddleware {
    /// Stands around all routes.
    package init() {}

    package func handle(
        _ request: Request, context: SiteContext,
        next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return Reply(Refusal.notFound("Not found.")).response
        } catch let error as HTTPError {
            return Reply(status: error.status, detail: error.body ?? error.status.reasonPhrase)
                .response
        }
    }
}
