import ArgusCore
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// One path of the site that people look at in a browser.
package struct WebPage: Sendable {
    private let path: Path
    private let access: Access
    private let get: Endpoint.Handler?
    private let post: Endpoint.Handler?
    /// Whether what is posted shows by itself that it may be.
    private var isByLink = false

    /// The name of a button that asks what a form would do.
    private static let previewName = "preview"

    /// A page to look at.
    package init(
        _ path: Path, access: Access = .acting, _ show: @escaping Endpoint.Handler
    ) {
        (self.path, self.access, get, post) = (path, access, show, nil)
    }

    /// A page with a form, and what that does.
    ///
    /// If what was entered is refused, the form is shown again with what was typed and what is wrong
    /// with it; a button ``previewName`` shows it again too, before anything is done.
    package init<Value>(
        _ path: Path, access: Access = .acting, form: Form<Value>,
        show: @escaping @Sendable (Call, FormEntry) async throws -> Reply,
        _ perform: @escaping @Sendable (Call, Value) async throws -> Reply
    ) {
        (self.path, self.access) = (path, access)
        get = { call in try await Self.show(FormEntry(call), in: call, show) }
        post = { call in
            let body = try await call.body()
            if body.value[Self.previewName] != nil {
                return try await Self.show(FormEntry(call, body, nil), in: call, show)
            }
            do {
                return try await perform(call, form.read(body, call))
            } catch let refusal as Refusal where FormEntry.canShow(refusal) {
                call.tell(of: refusal)
                return try await Self.show(FormEntry(call, body, refusal), in: call, show)
            }
        }
    }

    /// What a button of other pages does, which leads back to one.
    package init(
        button path: Path, access: Access = .acting, _ perform: @escaping Endpoint.Handler
    ) {
        (self.path, self.access, get, post) = (path, access, nil, perform)
    }

    /// A page that a link of a message leads to, and what it does: whoever has the link need not be known,
    /// and shows it again with the form in place of a token of the page.
    package init(
        link path: Path, show: @escaping Endpoint.Handler, _ perform: @escaping Endpoint.Handler
    ) {
        (self.path, access, get, post) = (path, .everybody, show, perform)
        isByLink = true
    }

    private static func show(
        _ entry: FormEntry, in call: Call,
        _ show: @Sendable (Call, FormEntry) async throws -> Reply
    ) async throws -> Reply {
        var reply = try await show(call, entry)
        entry.explain(in: &reply)
        reply.headers.append(
            contentsOf: call.cookies.give(token: entry.token, inSession: call.session != nil))
        return reply
    }

    /// How a request is answered there.
    func route(through door: PageDoor) -> Route {
        let all: [(HTTPRequest.Method, Endpoint.Handler?)] = [(.get, get), (.post, post)]
        return Route(
            paths: [path.text], door: isByLink ? door.takingLinks : door, access: access,
            handlers: all.compactMap { method, handler in handler.map { (method, $0) } })
    }
}
