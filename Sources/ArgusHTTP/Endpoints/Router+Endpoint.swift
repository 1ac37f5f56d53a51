import ArgusCore
import HTTPTypes
import Hummingbird

extension Router<SiteContext> {
    /// Serves endpoints: each under its path, for every method.
    package func serve(_ endpoints: [Endpoint], of site: Site) {
        for endpoint in endpoints {
            for path in endpoint.paths {
                for method in Self.methods {
                    on(RouterPath(path), method: method) { request, context in
                        let elsewhere = Self.redirection(
                            of: request, to: path, losesMethod: endpoint.isInherited)
                        if let elsewhere { return elsewhere }
                        return await endpoint.respond(to: request, context, site)
                    }
                }
            }
        }
    }

    /// All methods that the parser of requests takes: to one that no path has a route, every path
    /// says so, and not that there is no such path.
    static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect] + otherMethods
    }

    private static var otherMethods: [HTTPRequest.Method] {
        """
        ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY \
        PROPFIND PROPPATCH PURGE QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK \
        UNSUBSCRIBE
        """.split(separator: " ").compactMap { HTTPRequest.Method(String($0)) }
    }

    /// Where a request belongs whose path lacks the slash at its end; a refusal where slashes are
    /// doubled; nil if the path is right.
    ///
    /// Clients make a GET of what they are sent on with by 301 (RFC 9110, section 15.4.2), so 308
    /// does it where something is to be done. `losesMethod` says that a POST is sent on with 301 all
    /// the same, as the existing server does, unless its `Idempotency-Key` tells that the client
    /// knows this one.
    static func redirection(
        of request: Request, to route: String, losesMethod: Bool = false
    ) -> Response? {
        let path = request.uri.path
        if path.contains("//") || (path.hasSuffix("/") && !route.hasSuffix("/")) {
            return Reply(Refusal.notFound("Not found.")).response
        }
        guard route.hasSuffix("/"), !path.hasSuffix("/") else { return nil }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        let isOld = losesMethod && request.headers[.idempotencyKey] == nil
        let status: HTTPResponse.Status =
            switch request.method {
            case .get, .head: .movedPermanently
            case .post where isOld: .movedPermanently
            default: .permanentRedirect
            }
        return Response(status: status, headers: [.location: "\(path)/\(query)"])
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
