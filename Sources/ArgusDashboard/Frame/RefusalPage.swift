import ArgusHTTP
import HTTPTypes

/// Why there is nothing else to show, and what to do about it.
struct RefusalPage {
    let title: String
    let text: String
    let advice: String

    /// How people are told that something is refused.
    static func door(of site: Site) -> PageDoor {
        PageDoor(logIn: LoginRoutes.path.text) { status, text, call in
            let page = RefusalPage(status, text)
            var reply =
                if let call {
                    try call.page("refusal", page, as: await liked(status, call))
                } else {
                    try Reply("refusal", PageFrame(page, of: site))
                }
            reply.status = status
            return reply
        }
    }

    /// How who asks likes pages to be; as usual where the server may be in no state to look that up.
    private static func liked(
        _ status: HTTPResponse.Status, _ call: Call
    ) async -> DashboardPreferences {
        guard status.code < 500 else { return DashboardPreferences() }
        return (try? await call.preferences) ?? DashboardPreferences()
    }

    init(_ status: HTTPResponse.Status, _ text: String) {
        self.text = text
        (title, advice) = Self.words(for: status)
    }

    private static func words(
        for status: HTTPResponse.Status
    ) -> (title: String, advice: String) {
        switch status {
        case .unauthorized:
            ("Log in first", "Your session is over. Log in, and do it again.")
        case .forbidden:
            (
                "This is not for you to do",
                "If you think that it should be, ask an administrator for another role. "
                    + "If a form led here, load its page again and send it once more."
            )
        case .notFound:
            (
                "There is nothing here",
                "The address may be mistyped, or what was here has been removed."
            )
        case .methodNotAllowed:
            ("This cannot be done here", "Go back, load the page again, and use its buttons.")
        case .contentTooLarge:
            ("That was too much", "Shorten what you typed, and send it again.")
        case .tooManyRequests, .serviceUnavailable:
            ("Not just now", "Wait a moment, and try again. Nothing was changed.")
        case _ where status.code >= 500:
            (
                "Something went wrong",
                "Try again. If it happens once more, tell whoever runs this server when it did: "
                    + "the reason stands in the server's log."
            )
        default:
            ("This did not work", "Go back, correct what is said above, and try again.")
        }
    }
}
