import ArgusCore
import ArgusOperations
import HTTPTypes
import Hummingbird
import Logging

/// The way that a request takes at one path, whether a program or a person sent it.
///
/// Who asks, whether they may change anything, whether it comes from our own pages, whether the method
/// is known: each may refuse, in this order. Nobody logs in to be told the last. Then a handler answers. Every method is answered: those
/// that are not known with 405.
struct Route: Sendable {
    /// All paths that lead here.
    let paths: [String]
    let door: any Door
    let access: Access
    /// Whether a request tells that the source system that asks is alive.
    var isSignOfLife = false
    /// Whether a POST to the path without its slash becomes a GET, as the existing server does.
    var losesMethod = false
    /// What OPTIONS tells beside the header `Allow`; nil where it is not answered.
    var description: Reply?
    /// What answers, by method; HEAD is answered as GET.
    let handlers: [(method: HTTPRequest.Method, handler: Endpoint.Handler)]

    /// The methods that are answered, as the header `Allow` lists them.
    var allowed: [HTTPRequest.Method] {
        let methods = handlers.map(\.method)
        return methods + (methods.contains(.get) ? [.head] : [])
            + (description == nil ? [] : [.options])
    }

    /// Answers a request.
    func respond(to request: Request, _ context: SiteContext, _ site: Site) async -> Response {
        let address = context.address(for: request, site)
        var reply = await SecurityLog.asked(from: address) {
            await Departure.stopping { await self.reply(to: request, context, site, from: address) }
        }
        // What is answered is for the asker alone, and may be a token.
        reply.headers[.cacheControl] = reply.headers[.cacheControl] ?? "no-store"
        reply.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        reply.headers[.vary] = "Accept"
        let response = reply.response
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func reply(
        to request: Request, _ context: SiteContext, _ site: Site, from address: String
    ) async -> Reply {
        var call: Call?
        do {
            let type = try door.mediaType(for: request)
            let made = try await Call(
                request, context, site, from: address, takesTokens: door.takesTokens,
                isForeign: door.isForeign, mediaType: type)
            call = made
            let handler = handler(for: request.method)
            let notAllowed = Refusal.notAllowed(
                "Method \"\(request.method.rawValue)\" not allowed.")
            guard handler != nil || door.takesTokens else { throw notAllowed }
            let admitted = try await admit(made)
            guard let handler else { throw notAllowed }
            if isSignOfLife, request.method != .options { admitted.seen() }
            return try await Asking.$account.withValue(admitted.asker?.account?.id) {
                try await handler(admitted).held(
                    by: request.method == .head ? nil : site.unsent, for: Asking.account)
            }
        } catch is CancellationError {
            // Nobody reads it, unless the server is ending or the client said that it has said all.
            let gone = Refusal.unavailable(
                "This was given up, since you seemed to have left or the server ends; try again.",
                retryAfter: 5)
            return await door.reply(to: gone, of: request, call)
        } catch let refusal as Refusal {
            site.tell(of: refusal, to: request, call?.asker)
            return await door.reply(to: refusal, of: request, call)
        } catch let unavailable as Unavailable {
            context.logger.error("The database cannot be used: \(unavailable)")
            return await door.reply(to: unavailable.refusal, of: request, call)
        } catch {
            context.logger.error(
                "A request failed: \(error)",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            return await door.reply(.internalServerError, "Internal error.", call)
        }
    }

    /// The call, if its asker may come in with it.
    private func admit(_ call: Call) async throws -> Call {
        if access != .everybody { _ = try call.requester }
        guard ![.get, .head, .options].contains(call.request.method) else { return call }
        if let asker = call.asker { try access.check(asker) }
        return try await door.checkingOrigin(of: call)
    }

    private func handler(for method: HTTPRequest.Method) -> Endpoint.Handler? {
        if method == .options, let description { return { _ in description } }
        let wanted = method == .head ? .get : method
        return handlers.first { $0.method == wanted }?.handler
    }
}
