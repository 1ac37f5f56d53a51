import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

/// A channel over HTTP, with a destination that leads to a service of the test's.
struct ServiceChannel: CustomTestStringConvertible, Sendable {
    let testDescription: String
    private let medium: Medium
    private let settings: @Sendable (String) -> [String: String]
    private let make: @Sendable (OutgoingHTTP, String) -> any Channel

    private init(
        _ name: String, _ medium: Medium,
        _ settings: @escaping @Sendable (String) -> [String: String],
        _ make: @escaping @Sendable (OutgoingHTTP, String) -> any Channel
    ) {
        (testDescription, self.medium) = (name, medium)
        (self.settings, self.make) = (settings, make)
    }

    static let all = [
        ServiceChannel("webhook", .webhook) {
            ["url": "\($0)/x", "secret": "0123456789abcdef"]
        } _: { http, _ in
            WebhookChannel(http)
        },
        ServiceChannel("Slack by a webhook", .slack) {
            ["url": "\($0)/x"]
        } _: { http, _ in
            SlackChannel(http)
        },
        ServiceChannel("Slack by a bot", .slack) { _ in
            ["channel": "C01", "token": "xoxb-1"]
        } _: {
            SlackChannel($0, root: $1)
        },
        ServiceChannel("Mattermost", .mattermost) {
            ["url": "\($0)/x"]
        } _: { http, _ in
            MattermostChannel(http)
        },
        ServiceChannel("Teams", .teams) {
            ["url": "\($0)/x"]
        } _: { http, _ in
            TeamsChannel(http)
        },
        ServiceChannel("ntfy", .ntfy) {
            ["url": "\($0)/topic", "token": "tk_1"]
        } _: { http, _ in
            NtfyChannel(http)
        },
        ServiceChannel("Gotify", .gotify) {
            ["url": $0, "token": "A.b"]
        } _: { http, _ in
            GotifyChannel(http)
        },
        ServiceChannel("Telegram", .telegram) { _ in
            ["chat": "-1001", "token": "123:abc"]
        } _: {
            TelegramChannel($0, root: $1)
        },
        ServiceChannel("Matrix", .matrix) {
            ["room": "!a:example.org", "url": $0, "token": "syt_1"]
        } _: { http, _ in
            MatrixChannel(http)
        },
        ServiceChannel("Pushover", .pushover) { _ in
            ["user_key": "uQ", "token": "aZ"]
        } _: {
            PushoverChannel($0, root: $1)
        },
        ServiceChannel("PagerDuty", .pagerduty) {
            ["routing_key": "R0", "url": "\($0)/enqueue"]
        } _: { http, _ in
            PagerDutyChannel(http)
        },
        ServiceChannel("SMS over HTTP", .sms) { _ in
            ["phone_number": "+4792233445"]
        } _: { http, root in
            SMSChannel(
                MailServer(MailSettings()), MailSettings(),
                gateway: SMSGateway(url: "\(root)/sms"), http)
        },
    ]

    /// Sends a message to a port of this machine; with each setting changed, if that is wanted.
    func send(
        to port: Int, over http: OutgoingHTTP, scheme: String = "http",
        changing change: (String) -> String = { $0 }
    ) async -> DeliveryOutcome {
        let root = "\(scheme)://hooks.example.org:\(port)"
        let destination = Destination(
            id: 2, user: 1, medium: medium, settings: settings(root).mapValues(change))
        return await make(http, root).send(.sample(), to: destination)
    }
}
