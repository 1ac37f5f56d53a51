/// A way in which people can be reached.
package enum Medium: Hashable, Sendable {
    case email, sms, webhook, slack, mattermost, teams, ntfy, gotify
    case telegram, matrix, pushover, pagerduty, exec
    /// One that this server does not know, by its word: a newer one has stored it.
    ///
    /// What leads by it stays as it is, and nobody is reached by it.
    case unknown(String)

    /// The medium of a word that is stored.
    package init(stored word: String) {
        self = Medium(rawValue: word) ?? .unknown(word)
    }

    /// Whether this server can reach people by it.
    package var isKnown: Bool { Self.allCases.contains(self) }

    /// Whether the service gives each message a name, by which others can follow it in a thread.
    package var hasThreads: Bool { [.slack, .telegram, .matrix].contains(self) }

    /// The name that people see.
    package var name: String {
        switch self {
        case .email: "Email"
        case .sms: "SMS"
        case .webhook: "Webhook"
        case .slack: "Slack"
        case .mattermost: "Mattermost"
        case .teams: "Microsoft Teams"
        case .ntfy: "ntfy"
        case .gotify: "Gotify"
        case .telegram: "Telegram"
        case .matrix: "Matrix"
        case .pushover: "Pushover"
        case .pagerduty: "PagerDuty"
        case .exec: "Program"
        case .unknown(let word): word
        }
    }

    /// What is said of a destination, the setting that says where to first.
    package var settings: [Setting] {
        switch self {
        case .email: [.emailAddress]
        case .sms: [.phoneNumber]
        case .webhook: [.url, .signingSecret]
        case .slack: [.optionalSecretURL, .chatChannel, .botToken]
        case .mattermost, .teams: [.secretURL]
        case .ntfy: [.topicURL, .accessToken]
        case .gotify: [.url, .applicationToken]
        case .telegram: [.chat, .telegramToken]
        case .matrix: [.room, .homeserver, .matrixToken]
        case .pushover: [.userKey, .applicationToken]
        case .pagerduty: [.routingKey, .eventsURL]
        case .exec: [.program, .recipient]
        case .unknown: []
        }
    }

    /// The settings of a destination: those that are known, checked and normalised; a secret that is
    /// given as it is shown is the one that there is already.
    ///
    /// The messages come with the code of each, which clients have always been given.
    package func checked(
        _ given: [String: String], keeping old: [String: String] = [:]
    ) throws(Refusal) -> [String: String] {
        guard isKnown else {
            throw .invalid("settings", "This server does not know the medium \"\(name)\".")
        }
        var (settings, problems): ([String: String], [Problems.Field]) = ([:], [])
        for setting in self.settings {
            var text = given[setting.name] ?? ""
            if setting.isSecret, text == Setting.concealed { text = old[setting.name] ?? "" }
            if !setting.isRequired, text.trimmingBlanks().isEmpty { continue }
            do throws(Setting.Refused) {
                settings[setting.name] = try setting.value(of: text)
            } catch {
                problems.append(
                    Problems.Field(setting.name, .messages([error.problem, error.code])))
            }
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        if self == .slack, settings["url"] == nil,
            settings["channel"] == nil || settings["token"] == nil
        {
            throw .invalid(
                "url", "Either the URL of a webhook, or a channel and the token of a bot.")
        }
        return settings
    }
}

extension Medium: CaseIterable, RawRepresentable {
    /// Those that this server knows.
    package static let allCases: [Medium] =
        older + [
            .webhook, .slack, .mattermost, .teams, .ntfy, .gotify, .telegram, .matrix, .pushover,
            .pagerduty, .exec,
        ]

    /// Those that there have always been: all that clients of the first versions of the API know.
    package static let older: [Medium] = [.email, .sms]

    /// The medium of a word; nil for one that is unknown.
    package init?(rawValue: String) {
        guard let medium = Self.allCases.first(where: { $0.rawValue == rawValue }) else {
            return nil
        }
        self = medium
    }

    /// Its word in the API and in the database.
    package var rawValue: String {
        switch self {
        case .email: "email"
        case .sms: "sms"
        case .webhook: "webhook"
        case .slack: "slack"
        case .mattermost: "mattermost"
        case .teams: "teams"
        case .ntfy: "ntfy"
        case .gotify: "gotify"
        case .telegram: "telegram"
        case .matrix: "matrix"
        case .pushover: "pushover"
        case .pagerduty: "pagerduty"
        case .exec: "exec"
        case .unknown(let word): word
        }
    }
}
