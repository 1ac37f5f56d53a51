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
        package let isRequired: Bool

        /// What is said by it, which decides what is right.
        enum Kind: Hashable {
            case emailAddress, phoneNumber, url, secretURL, token, signingSecrets
            /// A line that begins with a mark, if there is one.
            case name(Character?)
            case chat
        }

        /// What is wrong with what was said, and the code for it.
        package struct Refused: Error {
            let problem: Problem
            let code: Problem
        }

        /// What stands for a secret in answers and on pages.
        package static let concealed = "***"

        /// Whether it is never shown again.
        package var isSecret: Bool {
            switch kind {
            case .secretURL, .token, .signingSecrets: true
            case .emailAddress, .phoneNumber, .url, .name, .chat: false
            }
        }

        /// Describes a setting; one that is optional may be missing.
        init(
            _ name: String, _ title: String, _ explanation: String?, _ kind: Kind,
            isRequired: Bool = true
        ) {
            (self.name, self.title, self.explanation) = (name, title, explanation)
            (self.kind, self.isRequired) = (kind, isRequired)
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
            case .name(let mark):
                return try text.checked(
                    { text in
                        text.utf8.count <= 255 && !text.hasPrefix("-") && text.isWithoutControls
                            && mark.map { text.first == $0 && text.contains(":") } ?? true
                    },
                    mark.map { "It begins with \($0) and has a colon before its server." }
                        ?? "It is one line of at most 255 bytes, and begins with no dash.")
            case .chat:
                return try text.checked(
                    \.isChat,
                    "A chat is a number, such as -1001234567890, or @ and the name of a channel.")
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

        /// What must not be shown of a value: each part that is a secret by itself.
        func secrets(of value: String) -> [String] {
            var parts = value.split(separator: " ").map(String.init)
            if kind == .secretURL, let url = URLParts(value) {
                parts += [String(url.path + url.rest), String(url.path), String(url.rest)]
            }
            return parts.filter { $0.utf8.count >= 6 }
        }

        /// What may be shown of a value as an address: of a secret, only what tells it from others.
        package func shown(_ value: String) -> String {
            guard isSecret else { return value }
            guard kind == .secretURL else { return Self.concealed }
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

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self)
    }
}

extension StringProtocol {
    /// Whether it is one line of text.
    fileprivate var isWithoutControls: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    /// Whether Telegram could know a chat by it.
    fileprivate var isChat: Bool {
        let name = first == "@" || first == "-" ? dropFirst() : self[...]
        guard !name.isEmpty, name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { byte in
            first == "@" ? byte.isLetterOrDigit || byte == 0x5f : (0x30...0x39).contains(byte)
        }
    }

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
