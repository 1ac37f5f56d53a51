import ArgusClient
import ArgusGlue
import ArgusVocabulary
import HTTPTypes

/// The door of one source: who is let in, and what becomes of what is posted.
struct WebhookDoor: Sendable {
    let authentication: WebhookAuthentication
    let intake: WebhookIntake
    let clock: WallClock

    /// What a request shows before its body is read.
    struct Head: Sendable {
        let source: String
        /// What the path has after the source's name.
        let pathWord: String?
        let fields: HTTPFields

        /// Reads the path, `/SOURCE`, `/SOURCE/SECRET`, or either with what a system adds to every
        /// address, such as `/api/v2/alerts`; nil for a path without a name.
        init?(path: String, _ fields: HTTPFields) {
            let words = path.split(separator: "/", maxSplits: 2).map(String.init)
            guard let source = words.first else { return nil }
            (self.source, pathWord, self.fields) = (source, words.dropFirst().first, fields)
        }

        func field(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { fields[$0] }
        }
    }

    /// Whether a request may go on to be read.
    func permits(_ head: Head) -> Bool {
        authentication.permits(pathWord: head.pathWord, header: head.field)
    }

    /// Takes a body, and answers when it is on disk.
    func take(_ body: [UInt8], _ head: Head) async -> WebhookReply {
        guard authentication.permits(body: body, at: clock(), header: head.field) else {
            return refuse("a request for this source has a wrong signature, or one that is too old")
        }
        let message = WebhookMessage(body, form: head.fields[.contentType] ?? "")
        switch await intake.accept(message) {
        case .kept(let alerts, let refused): return .kept(alerts, refused)
        case .notNow(let reason): return .notNow(reason)
        }
    }

    /// Takes a message of somebody who was let in, as the source's decoder reads it or in another way,
    /// and gives an answer once it is on disk, whatever is wrong with it.
    func take(
        _ message: WebhookMessage, reading: ((Timestamp) -> [Reading])? = nil,
        then answer: () -> WebhookReply
    ) async -> WebhookReply {
        switch await intake.accept(message, as: reading?(clock())) {
        case .kept: answer()
        case .notNow(let reason): .notNow(reason)
        }
    }

    /// Refuses whoever does not show the secret, and says so in the log.
    func refuse(_ reason: String) -> WebhookReply {
        intake.report.refuse(reason)
        return .notAuthenticated
    }
}

/// What is answered: a status, and JSON for people who look into the log of the monitoring system.
struct WebhookReply: Hashable, Sendable {
    let status: HTTPResponse.Status
    let body: JSONValue
    var fields: HTTPFields = [.contentType: "application/json"]

    init(_ status: HTTPResponse.Status, _ body: JSONValue) {
        (self.status, self.body) = (status, body)
    }

    private static func problem(
        _ status: HTTPResponse.Status, _ detail: String
    ) -> WebhookReply {
        WebhookReply(status, ["detail": .string(detail)])
    }

    /// Everything is on disk; `refused` says why some of it is a dead letter.
    static func kept(_ alerts: Int, _ refused: [String]) -> WebhookReply {
        let reasons = refused.prefix(10).map { JSONValue.string($0.inOneLine) }
        return WebhookReply(
            .ok, ["accepted": .integer(Int64(alerts)), "dead_letters": .array(reasons)])
    }

    /// Nothing was taken that must not be sent again.
    static func notNow(_ reason: String) -> WebhookReply {
        var reply = problem(.serviceUnavailable, "Try again later: \(reason).")
        reply.fields[.retryAfter] = "10"
        return reply
    }

    static var notAuthenticated: WebhookReply {
        var reply = problem(
            .unauthorized, "The secret of this source is missing or wrong; see the guide, Webhooks."
        )
        reply.fields[.wwwAuthenticate] = #"Bearer, Basic realm="argus-glue""#
        return reply
    }

    static var noSource: WebhookReply {
        problem(.notFound, "There is no source here; post to /NAME, the name of a source.")
    }

    static var notPosted: WebhookReply {
        var reply = problem(.methodNotAllowed, "Alerts are posted here: use POST.")
        reply.fields[.allow] = "POST"
        return reply
    }

    static func tooLarge(_ limit: Int) -> WebhookReply {
        problem(
            .contentTooLarge,
            "More than \(limit) bytes at once; raise ARGUS_GLUE_MAX_BODY or send fewer alerts.")
    }
}
