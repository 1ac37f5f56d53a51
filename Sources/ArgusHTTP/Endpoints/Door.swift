import ArgusCore
import ArgusVocabulary
import HTTPTypes
import Hummingbird

/// How the server talks with those who ask: in JSON with programs, in pages with people.
///
/// Everything else about a request is the same for both; see ``Route``.
protocol Door: Sendable {
    /// Whether a token may say who asks, or nothing but a browser's session.
    var takesTokens: Bool { get }

    /// Whether tokens come as programs send them that know another server's API; see
    /// ``Authentication``.
    var isForeign: Bool { get }

    /// The media type to answer in; refuses a request that leaves none.
    func mediaType(for request: Request) throws(Refusal) -> String

    /// The call once it is known not to come from another site that a browser shows; refuses what does.
    func checkingOrigin(of call: Call) async throws -> Call

    /// Tells why a request is turned down; `call` is what came of it, if it got so far.
    func reply(to refusal: Refusal, of request: Request, _ call: Call?) async -> Reply

    /// Tells in a sentence why there is nothing else to tell.
    func reply(_ status: HTTPResponse.Status, _ text: String, _ call: Call?) async -> Reply
}

extension Door {
    var isForeign: Bool { false }
}

/// Talks JSON with programs.
struct JSONDoor: Door {
    /// The media types in which it answers, the one that is given unless asked otherwise first.
    var offers = ["application/json"]

    var takesTokens: Bool { true }

    func mediaType(for request: Request) throws(Refusal) -> String {
        let format = Query(request.uri.query ?? "").value("format")
        return try Negotiation.type(
            of: offers, accept: request.headers[.accept], format: format)
    }

    /// A request in a session brings its token in a header.
    func checkingOrigin(of call: Call) throws(Refusal) -> Call {
        if let session = call.session {
            try CrossSiteCheck(call).check(session)
        }
        return call
    }

    func reply(to refusal: Refusal, of request: Request, _ call: Call?) -> Reply { Reply(refusal) }

    func reply(_ status: HTTPResponse.Status, _ text: String, _ call: Call?) -> Reply {
        Reply(status: status, detail: text)
    }
}

/// Shows pages to people.
package struct PageDoor: Door {
    /// Shows why there is nothing else to show: a status, and a sentence, to who asked, as far as that
    /// is known.
    package typealias RefusalPage =
        @Sendable (HTTPResponse.Status, String, Call?) async throws -> Reply

    private let logIn: String
    private let page: RefusalPage
    private var takesLinks = false

    /// Shows refusals by `refusalPage`; whoever must say who they are is led to the path `logIn`.
    package init(logIn: String, refusalPage: @escaping RefusalPage) {
        (self.logIn, page) = (logIn, refusalPage)
    }

    /// The same for pages where what is posted is good for nothing but with a secret that no other site
    /// knows.
    var takingLinks: PageDoor {
        var door = self
        door.takesLinks = true
        return door
    }

    var takesTokens: Bool { false }

    func mediaType(for request: Request) -> String { "text/html" }

    /// What is posted comes from a form of our own pages, whoever asks, and brings the token that this
    /// was given; no page knows another method that could change something.
    func checkingOrigin(of call: Call) async throws -> Call {
        guard call.request.method == .post, !takesLinks else { return call }
        let body = try await call.body()
        let token = body.value[FormEntry.tokenName]?.string
        try CrossSiteCheck(call).check(form: token, call.session)
        return call.holding(body)
    }

    func reply(to refusal: Refusal, of request: Request, _ call: Call?) async -> Reply {
        if case .notAuthenticated = refusal, [.get, .head].contains(request.method) {
            return Reply(redirectingTo: "\(logIn)?next=\(request.uri.string.percentEncoded)")
        }
        var reply = await reply(refusal.status, refusal.description, call)
        reply.headers[.retryAfter] = Reply(refusal).headers[.retryAfter]
        return reply
    }

    /// A page, or the same as JSON if it is the page that is wrong.
    func reply(_ status: HTTPResponse.Status, _ text: String, _ call: Call?) async -> Reply {
        (try? await page(status, text, call)) ?? Reply(status: status, detail: text)
    }
}
