import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird
import Logging

/// One path of the site that answers people in a browser.
///
/// What is posted to it comes from a form of our own pages, or is refused before it is looked at.
package struct WebPage: Sendable {
    let path: String
    let get: (@Sendable (Call) async throws -> Response)?
    let post: (@Sendable (Call, Body) async throws -> Response)?

    /// Describes a path.
    package init(
        _ path: String, get: (@Sendable (Call) async throws -> Response)? = nil,
        post: (@Sendable (Call, Body) async throws -> Response)? = nil
    ) {
        (self.path, self.get, self.post) = (path, get, post)
    }

    /// Shows a refusal: the status and what is to be said.
    package typealias ErrorPage = @Sendable (HTTPResponse.Status, String) throws -> Response

    func respond(
        to request: Request, _ context: SiteContext, _ site: Site, _ errorPage: ErrorPage
    ) async throws -> Response {
        do {
            let response = try await answer(request, context, site)
            return request.method == .head ? response.createHeadResponse() : response
        } catch let refusal as Refusal {
            return try Self.response(to: refusal, errorPage)
        } catch let unavailable as Unavailable {
            context.logger.error("The database cannot be used: \(unavailable)")
            return try Self.response(to: unavailable.refusal, errorPage)
        } catch {
            context.logger.error(
                "A page failed: \(error)",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            return try errorPage(.internalServerError, "Internal error.")
        }
    }

    private static func response(
        to refusal: Refusal, _ errorPage: ErrorPage
    ) throws -> Response {
        let reply = Reply(refusal)
        var response = try errorPage(reply.status, refusal.description)
        response.headers[.retryAfter] = reply.headers[.retryAfter]
        return response
    }

    private func answer(
        _ request: Request, _ context: SiteContext, _ site: Site
    ) async throws -> Response {
        let call = try await Call(
            request, context, site, isPage: true, mediaType: "text/html")
        switch (request.method, get, post) {
        case (.get, let get?, _), (.head, let get?, _): return try await get(call)
        case (.post, _, let post?):
            let body = try await call.body()
            let token = body.value["csrfmiddlewaretoken"]?.string
            try CrossSiteCheck(request: request, site: site).check(form: token, call.session)
            return try await post(call, body)
        default:
            throw Refusal.notAllowed("Method \"\(request.method.rawValue)\" not allowed.")
        }
    }
}

extension Router<SiteContext> {
    /// Serves pages: each under its path, for every method.
    package func serve(
        _ pages: [WebPage], of site: Site, errorPage: @escaping WebPage.ErrorPage
    ) {
        for page in pages {
            for method in Self.methods {
                on(RouterPath(page.path), method: method) { request, context in
                    if let elsewhere = Self.redirection(of: request, to: page.path) {
                        return elsewhere
                    }
                    return try await page.respond(to: request, context, site, errorPage)
                }
            }
        }
    }
}
