import ArgusVocabulary
import NIOCore
import NIOHTTP1

/// What the server answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// What is wrong, by the status; nil if the request did what it should.
    func problem(clock: WallClock) -> ArgusError.Problem? {
        switch status {
        case 200..<300: nil
        case 300..<400: .unexpectedAnswer(redirection)
        case 401: .notAuthenticated(detail: detail ?? "no reason given")
        case 403: .forbidden(detail: detail ?? "no reason given")
        case 404: notFound
        case 410: gone
        case 407: .refusedByProxy(reason: ArgusError.Problem.proxyWantsPassword)
        case 413: .tooLarge
        case 429: .rateLimited(retryAfter: retryAfter(clock))
        case 408, 500...:
            .unavailable(
                reason: detail ?? "it answers with status \(status)",
                retryAfter: retryAfter(clock)
            )
        default:
            json.map { .refused(Refusal(status: status, body: $0)) }
                ?? .unexpectedAnswer("status \(status), and no JSON")
        }
    }

    /// A redirection is not followed: it would take the token to wherever it leads.
    private var redirection: String {
        let target = headers.first(name: "Location").map { " to \($0)" } ?? ""
        return "it redirects\(target)"
    }

    private var notFound: ArgusError.Problem {
        detail.map { .notFound(detail: $0) } ?? .unexpectedAnswer("status \(status), and no JSON")
    }

    /// The feed says where to go on; other things that are gone are as if they had never been.
    private var gone: ArgusError.Problem {
        guard let last = json?["last"]?.integer else { return notFound }
        return .gone(detail: json?["detail"]?.string ?? "no reason given", last: Identifier(last))
    }

    /// The body, if it is JSON.
    var json: JSONValue? { try? JSONValue(parsing: body) }

    /// The reason in `{"detail": …}`, or what else a JSON body says.
    private var detail: String? {
        guard let json else { return nil }
        let refusal = Refusal(status: status, body: json)
        return refusal.messages.isEmpty ? nil : refusal.description
    }

    private func retryAfter(_ clock: WallClock) -> Duration? {
        headers.first(name: "Retry-After").flatMap { Duration(retryAfter: $0, clock: clock) }
    }
}
