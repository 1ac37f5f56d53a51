import ArgusCore
import HTTPTypes
import Hummingbird

/// Gives what Hummingbird refuses by itself, such as an unknown path, the shape of our own refusals:
/// a page for a browser outside the API, JSON for everybody else.
package struct RefusalMiddleware: RouterMiddleware {
    private let pages: PageDoor

    /// Stands around all routes; `pages` shows refusals to people.
    package init(pages: PageDoor) {
        self.pages = pages
    }

    package func handle(
        _ request: Request, context: SiteContext,
        next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            let door: any Door = request.wantsPage ? pages : JSONDoor()
            let response = door.reply(to: error, of: request).response
            return request.method == .head ? response.createHeadResponse() : response
        }
    }
}

extension Door {
    /// Tells what Hummingbird refuses.
    fileprivate func reply(to error: HTTPError, of request: Request) -> Reply {
        error.status == .notFound
            ? reply(to: .notFound("Not found."), of: request)
            : reply(error.status, error.body ?? error.status.reasonPhrase)
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
