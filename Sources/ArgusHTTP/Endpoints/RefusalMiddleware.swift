import ArgusCore
import HTTPTypes
import Hummingbird

/// Gives what Hummingbird refuses by itself, such as an unknown path, the shape of our own refusals:
/// a page for a browser outside the API, JSON for everybody else.
package struct RefusalMiddleware: RouterMiddleware {
    private let pages: PageDoor
    private let site: Site

    /// Stands around all routes; `pages` shows refusals to people.
    package init(pages: PageDoor, of site: Site) {
        (self.pages, self.site) = (pages, site)
    }

    package func handle(
        _ request: Request, context: SiteContext,
        next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            let door: any Door = request.wantsPage ? pages : JSONDoor()
            let call = request.wantsPage ? await call(request, context) : nil
            let response = await door.reply(to: error, of: request, call).response
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    /// Who asks for a page that there is not; nil if that cannot be found out.
    private func call(_ request: Request, _ context: SiteContext) async -> Call? {
        try? await Call(
            request, context, site, from: context.address(for: request, site),
            takesTokens: false, mediaType: "text/html")
    }
}

extension Door {
    /// Tells what Hummingbird refuses.
    fileprivate func reply(
        to error: HTTPError, of request: Request, _ call: Call?
    ) async -> Reply {
        error.status == .notFound
            ? await reply(to: .notFound("Not found."), of: request, call)
            : await reply(error.status, error.body ?? error.status.reasonPhrase, call)
    }
}

extension Request {
    /// Whether a browser asks for something that is no part of the API.
    fileprivate var wantsPage: Bool {
        let offers = ["application/json", "text/html"]
        let type = try? Negotiation.type(of: offers, accept: headers[.accept], format: nil)
        return type == "text/html" && !uri.path.hasPrefix("/api/")
    }
}
