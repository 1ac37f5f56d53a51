import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `/acknowledge/`: where the link of a message leads that acknowledges, without logging in.
///
/// Looking at it changes nothing: programs that look at all links of a mail do no harm.
struct MessageLinkPage {
    let title: String
    let text: String
    /// What it is about; nil where that is nobody's business.
    var incident: Linked?
    /// What the button sends; nil if there is nothing to do.
    var form: Form?

    /// An incident in a few words.
    struct Linked {
        let level: LevelMark
        let description: String
        let host: String?
        let source: String
        let start: MomentText
        let path: String
    }

    /// What the button sends.
    struct Form {
        let action: String
        let key: String
    }

    static let page = WebPage(link: path) { call in
        try await answer(call) {
            let key = call.query.value("key") ?? ""
            let found = try await call.operations.notifications.find(
                linkedBy: key, from: call.address)
            var page = MessageLinkPage(
                title: "Acknowledge it?",
                text: "It will be acknowledged by \(try found.requester.user.fullName).")
            page.incident = Linked(found, call)
            page.form = Form(action: path.text, key: key)
            return page
        }
    } _: { call in
        try await answer(call) {
            let key = try await call.body().value["key"]?.string ?? ""
            let found = try await call.operations.notifications.acknowledge(
                linkedBy: key, from: call.address)
            var page = MessageLinkPage(
                title: "It is acknowledged",
                text: "It was acknowledged by \(try found.requester.user.fullName).")
            page.incident = Linked(found, call)
            return page
        }
    }

    private static let path: Path = "\(NotificationOperations.acknowledgingPath)"

    /// Shows a page, or why there is none, to whoever has the link: whether that is somebody who has
    /// logged in makes no difference.
    private static func answer(
        _ call: Call, _ page: () async throws -> MessageLinkPage
    ) async throws -> Reply {
        var (status, shown): (HTTPResponse.Status, MessageLinkPage)
        do {
            (status, shown) = (.ok, try await page())
        } catch let refusal as Refusal {
            guard case .because(.messageLink(let problem)) = refusal else { throw refusal }
            call.tell(of: refusal)
            (status, shown) = (refusal.status, MessageLinkPage(problem))
        }
        var reply = try Reply("message-link", PageFrame(shown, of: call.site))
        reply.status = status
        // The address is a secret, and it goes to nobody else.
        reply.headers[.referrerPolicy] = "no-referrer"
        return reply
    }
}

extension MessageLinkPage {
    /// Says why the link does nothing, and what to do instead.
    fileprivate init(_ problem: MessageLinkProblem) {
        let title =
            switch problem {
            case .wrong: "This is no link of ours"
            case .expired: "The link is too old"
            case .accountInactive, .notPermitted: "This is not for you to do"
            case .incidentRemoved: "The incident is gone"
            case .acknowledged: "It is acknowledged already"
            case .closed: "It is over already"
            }
        let advice =
            switch problem {
            case .wrong: "Open it from the message once more, as a whole."
            case .expired: "Log in to see what it is about, and to acknowledge it there."
            case .accountInactive, .notPermitted:
                "If you think that it should be, ask an administrator."
            case .incidentRemoved, .acknowledged, .closed: "There is nothing to do."
            }
        self.init(title: title, text: "\(problem.text) \(advice)")
    }
}

extension MessageLinkPage.Linked {
    fileprivate init(_ found: LinkedIncident, _ call: Call) {
        let incident = found.incident
        let moments = MomentFormat(.plain, in: call.site.zone, now: call.operations.clock())
        level = LevelMark(incident.level)
        description = incident.description
        host = incident.tags.first { $0.tag.key == "host" }?.tag.value
        source = found.source.name
        start = moments.text(incident.startTime)
        path = "/incidents/\(incident.id)/"
    }
}

extension MessageLinkPage {
    /// One for the style guide.
    static func sample(_ moments: MomentFormat) -> MessageLinkPage {
        MessageLinkPage(
            title: "Acknowledge it?", text: "It will be acknowledged by Kari Nordmann.",
            incident: Linked(
                level: LevelMark(.critical), description: StyleguideSample.oddText,
                host: "core-gw2.oslo", source: "nav-oslo", start: moments.text(moments.now),
                path: StyleguidePages.path),
            form: Form(action: StyleguidePages.path, key: ""))
    }
}
