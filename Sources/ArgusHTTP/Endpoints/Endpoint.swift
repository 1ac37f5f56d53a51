import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird
import Logging

/// One path with what can be done there.
///
/// It answers every method: those that it does not know with 405, `OPTIONS` with what there is.
package struct Endpoint: Sendable {
    /// Answers one call.
    package typealias Handler = @Sendable (Call) async throws -> Reply

    /// The route, as Hummingbird writes it: `/api/v2/incidents/:pk/`.
    package let path: String
    /// Other paths where the same can be done, and which need no word of their own.
    private let aliases: [String]
    /// What the names of its operations begin with; nil for the words of the path.
    let name: String?
    let topic: Topic
    /// What the parts of the path are that are no primary keys.
    let parts: [String: (Schema, String)]
    /// Whether nobody need say who asks.
    package let isPublic: Bool
    /// Whether what is changed there is only the asker's own.
    let isPersonal: Bool
    /// Whether the existing server has this path too, so that its clients know it.
    package private(set) var isInherited = true
    /// Whether somebody may do anything but look, whichever methods there are; nil for those who may
    /// act.
    let isChangeable: (@Sendable (Requester) -> Bool)?
    /// The media types in which it answers, the one that is given unless asked otherwise first.
    private let offers: [String]
    /// Whether a request tells that the source system that asks is alive.
    private let isSignOfLife: Bool
    let actions: [(method: HTTPRequest.Method, action: Action)]

    /// Describes a path; `isPublic` says that nobody need say who asks, `isPersonal` that what is
    /// changed there is only the asker's own, so that those who may only look may do it too,
    /// `isChangeable` who may do anything but look, `isSignOfLife` that a request tells that the
    /// source system that asks is alive.
    package init(
        _ path: String, aliases: [String] = [], name: String? = nil, _ topic: Topic,
        parts: [String: (Schema, String)] = [:], isPublic: Bool = false, isPersonal: Bool = false,
        isChangeable: (@Sendable (Requester) -> Bool)? = nil, isSignOfLife: Bool = false,
        offers: [String] = ["application/json"],
        get: Action? = nil, post: Action? = nil, put: Action? = nil, patch: Action? = nil,
        delete: Action? = nil
    ) {
        (self.path, self.aliases, self.name, self.topic) = (path, aliases, name, topic)
        (self.parts, self.isPublic, self.isPersonal) = (parts, isPublic, isPersonal)
        (self.isChangeable, self.isSignOfLife, self.offers) = (isChangeable, isSignOfLife, offers)
        let all: [(HTTPRequest.Method, Action?)] = [
            (.get, get), (.post, post), (.put, put), (.patch, patch), (.delete, delete),
        ]
        actions = all.compactMap { method, action in action.map { (method, $0) } }
    }

    /// All paths that lead here.
    var paths: [String] { [path] + aliases }

    /// The methods that do something.
    package var methods: [HTTPRequest.Method] { actions.map(\.method) }

    /// The methods that are answered, as the header `Allow` lists them.
    package var allowed: [HTTPRequest.Method] {
        methods + (methods.contains(.get) ? [.head] : []) + [.options]
    }

    /// The same, of a path that the existing server does not have.
    package var new: Endpoint {
        var new = self
        new.isInherited = false
        return new
    }

    private func handler(for method: HTTPRequest.Method) -> Handler? {
        if method == .options { return { _ in Self.description } }
        let wanted = method == .head ? .get : method
        return actions.first { $0.method == wanted }?.action.handler
    }

    /// What `OPTIONS` tells beside the header `Allow`.
    private static let description = Reply([
        "renders": ["application/json"],
        "parses": ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    ])

    /// Answers a request.
    func respond(
        to request: Request, _ context: SiteContext, _ site: Site
    ) async -> Response {
        var reply = await reply(to: request, context, site)
        reply.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        reply.headers[.vary] = "Accept"
        let response = reply.response
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func reply(
        to request: Request, _ context: SiteContext, _ site: Site
    ) async -> Reply {
        do {
            let call = try await call(request, context, site)
            guard let handler = handler(for: request.method) else {
                throw Refusal.notAllowed("Method \"\(request.method.rawValue)\" not allowed.")
            }
            if isSignOfLife, request.method != .options { call.seen() }
            return try await handler(call)
        } catch let refusal as Refusal {
            return Reply(refusal)
        } catch let unavailable as Unavailable {
            context.logger.error("The database cannot be used: \(unavailable)")
            return Reply(unavailable.refusal)
        } catch {
            context.logger.error(
                "A request failed: \(error)",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            return Reply(status: .internalServerError, detail: "Internal error.")
        }
    }

    private func call(
        _ request: Request, _ context: SiteContext, _ site: Site
    ) async throws -> Call {
        let format = Query(request.uri.query ?? "").value("format")
        let type = try Negotiation.type(
            of: offers, accept: request.headers[.accept], format: format)
        let call = try await Call(request, context, site, mediaType: type)
        if !isPublic { _ = try call.requester }
        if ![.get, .head, .options].contains(request.method) { try checkChanging(call) }
        return call
    }

    /// Refuses those who may only look to change anything but what is their own, and requests that
    /// another site made a browser send.
    private func checkChanging(_ call: Call) throws {
        guard let asker = call.asker else { return }
        try asker.checkScope()
        // Before the method, as in the existing server: who may not change anything is not told how
        // it could be done.
        guard isChangeable?(asker) ?? (isPublic || isPersonal || asker.may(.act)) else {
            throw Refusal.noPermission
        }
        if let session = call.session {
            try CrossSiteCheck(request: call.request, site: call.site).check(session)
        }
    }
}
