import ArgusHTTP
import HTTPTypes

/// Why there is nothing else to show.
struct RefusalPage {
    let title: String
    let text: String

    /// How people are told that something is refused.
    static let door = PageDoor(logIn: LoginRoutes.path.text) { status, text in
        let page = RefusalPage(title: status.reasonPhrase, text: text)
        var reply = try Reply("refusal", PageFrame(page: page))
        reply.status = status
        return reply
    }
}
