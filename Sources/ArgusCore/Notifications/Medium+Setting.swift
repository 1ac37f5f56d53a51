extension Medium {
    /// What one must say about a destination.
    package struct Setting: Hashable, Sendable {
        /// Its name in the API.
        package let name: String
        /// Its name for people.
        package let title: String
        package let explanation: String?
        private let kind: Kind
        /// Whether a destination cannot do without.
        package private(set) var isRequired = true

        private enum Kind { case emailAddress, phoneNumber, url, secretURL, token, signingSecrets }

        /// What is wrong with what was said, and the code for it.
        package struct Refused: Error {
            let problem: Problem
            let code: Problem
        }

        /// What stands for a secret in answers and on pages.
        package static let concealed = "***"

        /// Whether it is never shown again.
        package var isSecret: Bool { [.secretURL, .token, .signingSecrets].contains(kind) }

        /// The address to which mail goes.
        package static let emailAddress = Setting(
            name: "email_address", title: "Email address", explanation: nil, kind: .emailAddress)

        /// The number to which messages go.
        package static let phoneNumber = Setting(
            name: "phone_number", title: "Phone number",
            explanation: "The phone number is validated and the country code needs to be given.",
            kind: .phoneNumber)

        /// Where messages are posted to.
        package static let url = Setting(
            name: "url", title: "URL",
            explanation: "Where messages are posted to, with http:// or https://.", kind: .url)

        /// The topic to which messages are published.
        package static let topicURL = Setting(
            name: "url", title: "URL of the topic",
            explanation: "Such as https://ntfy.sh/my-topic.", kind: .url)

        /// Where messages are posted to by whoever knows it.
        package static let secretURL = Setting(
            name: "url", title: "URL of the webhook",
            explanation: "As the service shows it; it is a secret, and not shown again.",
            kind: .secretURL)

        /// What messages are signed with.
        package static let signingSecret = Setting(
            name: "secret", title: "Secret",
            explanation: "What messages are signed with, 16 characters or more;"
                + " two with a blank between them while one replaces the other.",
            kind: .signingSecrets)

        /// What a service lets somebody in by.
        package static let accessToken: Setting = {
            var setting = Setting(
                name: "token", title: "Access token",
                explanation: "Where the topic is protected.", kind: .token)
            setting.isRequired = false
            return setting
        }()

        /// What a service lets a program in by.
        package static let applicationToken = Setting(
            name: "token", title: "Token of the application",
            explanation: "As the service shows it; it is a secret, and not shown again.",
            kind: .token)

        private init(name: String, title: String, explanation: String?, kind: Kind) {
            (self.name, self.title, self.explanation) = (name, title, explanation)
            self.kind = kind
        }

        /// What a text stands for, or what is wrong with it.
        func value(of text: String) throws(Refused) -> String {
            let text = String(text.trimmingBlanks())
            if text.isEmpty {
                throw Refused(problem: .missing, code: "required")
            }
            switch kind {
            case .emailAddress:
                guard EmailAddress.isValid(text) else {
                    throw Refused(problem: .malformed(.emailAddress), code: "invalid")
                }
                return text
            case .phoneNumber:
                guard let number = PhoneNumber.normalised(text) else {
                    throw Refused(problem: .malformed(.phoneNumber), code: "invalid")
                }
                return number
            case .url, .secretURL:
                return try text.checked(
                    WebURL.isEndpoint,
                    "A URL begins with http:// or https:// and a host, and has no password in it.")
            case .token:
                return try text.checked(
                    { $0.isVisibleASCII && $0.utf8.count <= 500 },
                    "A token has letters, digits and punctuation only, 500 at most.")
            case .signingSecrets:
                let secrets = text.split(separator: " ")
                return try secrets.joined(separator: " ").checked(
                    { text in
                        secrets.count <= 2 && text.utf8.count <= 500
                            && secrets.allSatisfy { $0.utf8.count >= 16 && $0.isVisibleASCII }
                    },
                    "A secret has 16 letters, digits and punctuation or more, and two are possible."
                )
            }
        }

        /// What may be shown of a value as an address: of a secret, only what tells it from others.
        package func shown(_ value: String) -> String {
            guard isSecret else { return value }
            return URLParts(value).map { "\($0.authority)/…" } ?? Self.concealed
        }
    }
}

extension String {
    fileprivate func checked(
        _ isRight: (String) -> Bool, _ problem: String
    ) throws(Medium.Setting.Refused) -> String {
        guard isRight(self) else {
            throw Medium.Setting.Refused(problem: .text(problem), code: "invalid")
        }
        return self
    }
}

extension StringProtocol {
    /// Whether it can stand in a header of HTTP as it is.
    fileprivate var isVisibleASCII: Bool { utf8.allSatisfy { (0x21...0x7e).contains($0) } }
}

extension WebURL {
    /// Whether something can be posted to a URL: one of HTTP, without a password, also to a host whose
    /// name has no dot.
    package static func isEndpoint(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let parts = URLParts(text), ["http", "https"].contains(parts.scheme.lowercased())
        else { return false }
        return !parts.authority.contains("@") && parts.authority.first != ":"
    }
}
