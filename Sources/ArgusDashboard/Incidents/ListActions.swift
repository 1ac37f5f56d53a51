import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes
import Hummingbird

/// What is done to many incidents of the list at once, and undone.
enum ListActions {
    static let path: Path = "/incidents/actions/"

    static let act = WebPage(button: path) { call in
        let form = try await call.body()
        let back = LoginRoutes.destination(
            form.value["back"]?.string, otherwise: ListAddress.path)
        let moments = try await call.moments
        do {
            let action = try action(form.value, moments)
            let target = try await target(form.value, call)
            let once: Once<BulkDeed>? = try await call.onceByForm(keeping: \.json)
            let outcome = try await call.operations.bulk.act(
                action, on: target, by: call.requester, once: once)
            let deed: BulkDeed? =
                switch outcome {
                case .performed(let deed): deed
                case .repeated(let answer): BulkDeed(json: answer.body)
                }
            let key = form.value["idempotency_key"]?.string
            return call.leading(
                to: back, saying: deed?.sentence ?? "It was done.",
                with: deed.flatMap { undoCookie($0, key, call) } ?? [:])
        } catch let refusal as Refusal where refusal.isAboutInput {
            let query = back.behind("\(ListAddress.path)?") ?? ""
            return try await ListRoutes.show(
                call.asking(Query(query)), again: SaidOfMany(form.value),
                saying: "Nothing was done. \(refusal.description)")
        }
    }

    static let undo = WebPage(button: "/incidents/actions/undo/") { call in
        let form = try await call.body()
        let back = LoginRoutes.destination(
            form.value["back"]?.string, otherwise: ListAddress.path)
        let gone = cookie("", lifetime: 0, call)
        do {
            let result = try await call.operations.bulk.undo(
                form.value["key"]?.string ?? "", by: call.requester)
            let others =
                result.touched == 0
                ? "" : " \(result.touched) were left: somebody has done something since."
            return call.leading(
                to: back, saying: "Undone for \(result.undone).\(others)", with: gone)
        } catch let refusal as Refusal where refusal.isAboutInput {
            return call.leading(to: back, saying: refusal.description, with: gone)
        }
    }

    private static func action(
        _ form: JSONValue, _ moments: MomentFormat
    ) throws(Refusal) -> BulkAction {
        func text(_ name: String) -> String { form[name]?.string ?? "" }
        let (name, said) = (text("action"), text("text"))
        switch name {
        case "acknowledge": return .acknowledge(said, until: nil)
        case "close": return .close(said)
        case "reopen": return .reopen(said)
        case "comment":
            guard !said.isEmpty else { throw .invalid("A comment says something.") }
            return .comment(said)
        case "ticket":
            let url = text("ticket_url")
            guard url.isEmpty || WebLink(url) != nil else {
                throw .invalid("A ticket's address begins with https:// or http://.")
            }
            return .ticket(url)
        case "snooze":
            guard !text("until_time").isEmpty else {
                throw .invalid("Say until when, such as 2026-11-25 08:00.")
            }
            let until = try AckPeriod.expiration("", orAt: text("until_time"), moments)
            return .acknowledge(said, until: until)
        default:
            guard let period = name.behind("snooze-") else {
                throw .invalid("There is no action “\(name)”.")
            }
            return .acknowledge(
                said, until: try AckPeriod.expiration(period, orAt: "", moments))
        }
    }

    /// The ticked rows, or all that the list's search finds now.
    private static func target(_ form: JSONValue, _ call: Call) async throws -> BulkTarget {
        if form["all"]?.string == "true" {
            let search = Query(form["search"]?.string ?? "")
            let read = try await ReadListAddress(call.asking(search), call.moments)
            guard read.problems.isEmpty else {
                throw Refusal.invalid("The search is not understood: \(read.problems[0].text)")
            }
            return .all(read.listing)
        }
        let given = form["incident"].map { $0.array ?? [$0] } ?? []
        let ids = given.compactMap { $0.string.flatMap { Int64($0) } }
        guard ids.count == given.count else {
            throw Refusal.invalid("An incident is named by a number.")
        }
        return .these(ids.map { Incident.ID($0) })
    }

    // The browser forgets by itself what can be undone no longer.
    private static func undoCookie(_ deed: BulkDeed, _ key: String?, _ call: Call) -> HTTPFields? {
        guard let key, deed.kind.canBeUndone, deed.count > 0 else { return nil }
        return cookie(
            key.percentEncoded, lifetime: Int(BulkOperations.undoing.components.seconds), call)
    }

    private static func cookie(_ value: String, lifetime: Int, _ call: Call) -> HTTPFields {
        let cookie = Cookie(
            name: "undo", value: value, maxAge: lifetime, path: ListAddress.path,
            secure: call.isSecure, httpOnly: true, sameSite: .lax)
        return [.setCookie: cookie.description]
    }

    /// By which key what was done a moment ago can be undone; nil if there is nothing.
    static func undoKey(of call: Call) -> String? {
        call.request.cookies["undo"].map { percentDecoded($0.value) }
            .flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// What somebody typed and ticked to do something to many, which the list shows again where that was
/// refused.
struct SaidOfMany {
    let text: String
    let untilTime: String
    let ticketURL: String
    let ticked: Set<Incident.ID>
    let isForAll: Bool
    /// Whether it was about a time, which a menu hides, or about a ticket, which another does.
    let isSnooze: Bool
    let isTicket: Bool

    init(_ form: JSONValue) {
        func text(_ name: String) -> String { form[name]?.string ?? "" }
        (self.text, untilTime, ticketURL) = (text("text"), text("until_time"), text("ticket_url"))
        let given = form["incident"].map { $0.array ?? [$0] } ?? []
        ticked = Set(given.compactMap { $0.string.flatMap { Int64($0) } }.map { Incident.ID($0) })
        isForAll = text("all") == "true"
        (isSnooze, isTicket) = (text("action") == "snooze", text("action") == "ticket")
    }
}

extension BulkDeed {
    /// What was done, in a sentence.
    fileprivate var sentence: String {
        let verb =
            switch kind {
            case .acknowledge: "Acknowledged"
            case .close: "Closed"
            case .reopen: "Reopened"
            case .comment: "Commented on"
            case .ticket: "Linked a ticket with"
            }
        let done = "\(verb) \(count) \(count == 1 ? "incident" : "incidents")."
        let why = refusals.first.map { " (\($0))" } ?? ""
        return refused == 0 ? done : "\(done) \(refused) were left as they were\(why)."
    }
}

extension Refusal {
    /// Whether it is about what was asked for, not about who asks.
    fileprivate var isAboutInput: Bool {
        [.badRequest, .unprocessableContent, .notFound].contains(status)
    }
}
