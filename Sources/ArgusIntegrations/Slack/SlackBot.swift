import ArgusCore
import ArgusVocabulary

/// A bot of Slack, which posts to a channel (<https://docs.slack.dev/reference/methods/chat.postMessage>).
struct SlackBot: Sendable {
    let http: OutgoingHTTP
    let root: String
    let token: String
    let channel: String

    /// Posts a message; in a thread, if it is to follow another one and that is still there.
    func post(_ message: JSONValue, in thread: String?, key: String) async -> DeliveryOutcome {
        var body = message.object ?? JSONObject()
        body.set("channel", to: .string(channel))
        body.set("text", to: message["attachments"]?.array?.first?["fallback"] ?? "")
        if let thread { body.set("thread_ts", to: .string(thread)) }
        let request = OutgoingRequest(
            "\(root)/api/chat.postMessage", headers: [("Authorization", "Bearer \(token)")],
            .object(body))
        let outcome = await http.send(request, key: key) { Self.outcome($0, $1, thread) }
        guard thread != nil, case .failed(_, "thread_not_found") = outcome else { return outcome }
        return await post(message, in: nil, key: key)
    }

    /// What an answer means: it is 200 even where `error` says that nothing was posted.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome, _ thread: String?
    ) -> DeliveryOutcome {
        guard case .sent(let detail, _, _) = usual else { return usual }
        guard let json = answer.json else {
            return .retry(.serverError, "Its answer cannot be read.")
        }
        if json["ok"] == true { return .sent(detail, thread: thread ?? json["ts"]?.string) }
        let error = (json["error"]?.string ?? "nothing").withoutControls
        switch error {
        case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
            "missing_scope", "not_allowed_token_type":
            return .failed(.credentials, error)
        case "channel_not_found", "not_in_channel", "is_archived": return .failed(.address, error)
        case "msg_too_long", "msg_blocks_too_long": return .failed(.tooLarge, error)
        case "ratelimited", "rate_limited", "message_limit_exceeded":
            return .retry(.rateLimited, error)
        case "internal_error", "fatal_error", "service_unavailable", "request_timeout",
            "team_added_to_org":
            return .retry(.serverError, error)
        default: return .failed(.refused, error)
        }
    }
}
