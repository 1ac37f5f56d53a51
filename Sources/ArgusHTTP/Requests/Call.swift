import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// One request on its way through an endpoint: who asks, for what, with which input.
package struct Call: Sendable {
    package let request: Request
    package let site: Site
    /// Who asks; only endpoints that are open to everyone are called without.
    package let asker: Requester?
    /// The session by which it is known who asks; nil if it is not by one.
    package let session: Secret?
    /// From where the request comes, as far as failures are counted.
    package let address: String
    /// The address of this server, as the asker sees it.
    package let here: SiteAddress
    /// Whether the asker reaches the server over https.
    package let isSecure: Bool
    package private(set) var query: Query
    /// The media type to answer in.
    package let mediaType: String
    let logger: Logger
    private let parameters: Parameters
    /// The body, where it was read on the way here.
    private var held: Body?

    /// Finds out who asks; where no tokens are taken, nothing but a browser's session says so.
    init(
        _ request: Request, _ context: SiteContext, _ site: Site, from address: String,
        takesTokens: Bool, isForeign: Bool = false, mediaType: String
    ) async throws {
        let reached = try ReachedAddress(request, over: context.remoteAddress, site.settings)
        (self.address, here, isSecure) = (address, reached.site, reached.isSecure)
        let who = try await Authentication(
            of: request, from: address, site.operations, takesTokens: takesTokens,
            isForeign: isForeign, SessionCookies(isSecure: isSecure))
        (self.request, self.site, self.mediaType) = (request, site, mediaType)
        (asker, session) = (who.requester, who.session)
        query = Query(request.uri.query ?? "")
        (parameters, logger) = (context.parameters, context.logger)
    }

    /// Who asks, or a refusal if nobody known does.
    package var requester: Requester {
        get throws(Refusal) {
            guard let asker else {
                throw .notAuthenticated("Authentication credentials were not provided.")
            }
            return asker
        }
    }

    /// Whether only the head of the answer is wanted, so that there is nothing to wait for.
    package var wantsHead: Bool { request.method == .head }

    /// A header of the request.
    package func header(_ name: HTTPField.Name) -> String? {
        request.headers[name]
    }

    /// Notes that the source system that asks is alive.
    func seen() {
        if let asker { operations.sources.seen(asker) }
    }

    /// Whether who asked would still be let in, for answers that take long.
    package var isStillKnown: Bool {
        get async {
            let known = try? await Authentication.requester(of: request, operations, cookies)
            return known?.account?.id == asker?.account?.id
        }
    }

    /// The path that was asked for, as it was written.
    package var path: String { request.uri.path }

    /// The query that was asked for, as it was written.
    package var queryText: String { request.uri.query ?? "" }

    /// The operations that the server offers.
    package var operations: Operations { site.operations }

    /// A part of the path, without its percent-encoding.
    package func text(of part: PathPart) -> String {
        parameters[part.name[...]].map { percentDecoded($0) } ?? ""
    }

    /// A part of the path that is a primary key, or a refusal if it is not a number.
    package func id<Subject>(_ part: PathPart = .pk) throws(Refusal) -> Identifier<Subject> {
        guard let id = primaryKey(text(of: part)) else { throw .notFound("Not found.") }
        return Identifier(id)
    }

    /// The cookies that the asker's browser holds for us.
    package var cookies: SessionCookies { SessionCookies(isSecure: isSecure) }

    /// What a form of a page must send back: the session's token, or, before there is one, a random
    /// one that a cookie holds too.
    package var formToken: String {
        session.map(SessionOperations.csrfToken) ?? cookies.token(of: request)
            ?? SessionOperations.anonymousToken()
    }

    /// What goes along with a form in a hidden field `idempotency_key`, so that sending it twice does it
    /// once.
    package var newFormKey: String { SessionOperations.anonymousToken() }

    /// The body, whether it came as JSON or as a form; refused if it has more bytes than this server
    /// takes, or is neither.
    package func body() async throws -> Body {
        if let held { return held }
        let bytes = try await bytes()
        let format = BodyFormat(request.headers[.contentType])
        return Body(bytes: bytes, value: try format.read(bytes), isForm: format.isForm)
    }

    /// The bytes of the body, whatever they are said to be; refused if there are more than this server
    /// takes.
    package func bytes() async throws -> [UInt8] {
        try checkEncoding()
        return Array(try await wholeBody().readableBytesView)
    }

    /// The same call, whose body was read already: it can be only once.
    func holding(_ body: Body) -> Call {
        var call = self
        call.held = body
        return call
    }

    /// The same call, asking for something else.
    package func asking(_ query: Query) -> Call {
        var call = self
        call.query = query
        return call
    }

    /// Refuses a body that would have to be unpacked.
    private func checkEncoding() throws(Refusal) {
        let encoding = request.headers[.contentEncoding].map { String($0.trimmingBlanks()) } ?? ""
        guard !["", "identity"].contains(encoding.lowercased()) else { return }
        throw .unsupportedMediaType(
            "Unsupported content encoding \"\(encoding)\" in request: send the body as it is.")
    }

    private func wholeBody() async throws(Refusal) -> ByteBuffer {
        let tooLarge = Refusal.tooLarge("The body is larger than \(site.settings.maxBody) bytes.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > site.settings.maxBody
        {
            throw tooLarge
        }
        do {
            return try await request.body.collect(upTo: site.settings.maxBody)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            // The connection broke off, or its framing is wrong: there is nothing to look into.
            throw .invalid(
                .fields([Problems.Field("detail", .message("The body did not arrive whole."))]))
        }
    }

    /// The members of a body, to be read one by one.
    package func input(_ body: Body) throws(Refusal) -> Input {
        try Input(
            body.value, zone: site.zone, received: operations.clock(), isForm: body.isForm,
            isFromSource: asker?.isSource == true, maxMetadata: site.settings.maxMetadata)
    }
}

/// What came with a request: the bytes, and the JSON value that they stand for.
///
/// An empty body is an object without members.
package struct Body: Sendable {
    package let bytes: [UInt8]
    package let value: JSONValue
    /// Whether it came as a form, in which every value is a text.
    package let isForm: Bool

    /// The same with a member that is nobody's business taken out of its bytes, by which requests
    /// are compared.
    package func hiding(_ name: String) -> Body {
        guard let object = value.object, object[name] != nil else { return self }
        var rest = JSONObject()
        for member in object.members where member.name != name {
            rest.set(member.name, to: member.value)
        }
        return Body(bytes: Array(JSONValue.object(rest).text.utf8), value: value, isForm: isForm)
    }
}

extension HTTPField.Name {
    /// `Idempotency-Key`: by which a request is carried out at most once.
    package static let idempotencyKey = Self("Idempotency-Key") ?? .via
    /// `Idempotent-Replayed`: that an answer was given before.
    static let idempotentReplayed = Self("Idempotent-Replayed") ?? .via
}
