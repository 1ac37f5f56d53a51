import ArgusCore
import HTTPTypes
import Hummingbird

extension Router<SiteContext> {
    /// Serves endpoints of the API.
    package func serve(_ endpoints: [Endpoint], of site: Site) {
        serve(endpoints.map(\.route), site)
    }

    /// Serves what programs know of another server.
    package func serve(_ endpoints: [ForeignEndpoint], of site: Site) {
        serve(endpoints.map(\.route), site)
    }

    /// Serves pages; `door` shows what is refused there.
    package func serve(_ pages: [WebPage], through door: PageDoor, of site: Site) {
        serve(pages.map { $0.route(through: door) }, site)
    }

    /// Serves routes: each under its paths, for every method.
    private func serve(_ routes: [Route], _ site: Site) {
        for route in routes {
            for path in route.paths {
                let place = RouterPath(path)
                for method in allMethods {
                    on(place, method: method) { request, context in
                        let elsewhere = try Self.redirection(
                            of: request, to: path, losesMethod: route.losesMethod)
                        if let elsewhere { return elsewhere }
                        return await route.respond(to: request, context, site)
                    }
                }
            }
        }
    }

    /// Where a request belongs whose path lacks the slash at its end; a refusal where slashes are
    /// doubled; nil if the path is right.
    ///
    /// Clients make a GET of what they are sent on with by 301 (RFC 9110, section 15.4.2), so 308
    /// does it where something is to be done. `losesMethod` says that a POST is sent on with 301 all
    /// the same, as the existing server does, unless its `Idempotency-Key` tells that the client
    /// knows this one.
    private static func redirection(
        of request: Request, to route: String, losesMethod: Bool
    ) throws(HTTPError) -> Response? {
        let path = request.uri.path
        if path.contains("//") || (path.hasSuffix("/") && !route.hasSuffix("/")) {
            throw HTTPError(.notFound)
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

/// All methods that the parser of requests takes: to one that no path has a route, every path says
/// so, and not that there is no such path.
private let allMethods: [HTTPRequest.Method] =
    [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect] + otherMethods

private let otherMethods =
    """
    ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY \
    PROPFIND PROPPATCH PURGE QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK \
    UNSUBSCRIBE
    """.split(separator: " ").compactMap { HTTPRequest.Method(String($0)) }
