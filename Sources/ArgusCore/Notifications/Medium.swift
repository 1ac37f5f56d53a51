/// A way in which people can be reached.
package enum Medium: Hashable, Sendable {
    case email, sms
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

    /// The name that people see.
    package var name: String {
        switch self {
        case .email: "Email"
        case .sms: "SMS"
        case .unknown(let word): word
        }
    }

    /// What is said of a destination, the setting that says where to first.
    package var settings: [Setting] {
        switch self {
        case .email: [.emailAddress]
        case .sms: [.phoneNumber]
        case .unknown: []
        }
    }

    /// The settings of a destination: those that are known, checked and normalised.
    ///
    /// The messages come with the code of each, which clients have always been given.
    package func checked(_ given: [String: String]) throws(Refusal) -> [String: String] {
        guard isKnown else {
            throw .invalid("settings", "This server does not know the medium \"\(name)\".")
        }
        var (settings, problems): ([String: String], [Problems.Field]) = ([:], [])
        for setting in self.settings {
            do throws(Setting.Refused) {
                settings[setting.name] = try setting.value(of: given[setting.name] ?? "")
            } catch {
                problems.append(
                    Problems.Field(setting.name, .messages([error.problem, error.code])))
            }
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        return settings
    }
}

extension Medium: CaseIterable, RawRepresentable {
    /// Those that this server knows.
    package static let allCases: [Medium] = [.email, .sms]

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
        case .unknown(let word): word
        }
    }
}

extension Medium {
    /// What one must say about a destination.
    package struct Setting: Hashable, Sendable {
        /// Its name in the API.
        package let name: String
        /// Its name for people.
        package let title: String
        package let explanation: String?
        private let kind: Kind

        private enum Kind { case emailAddress, phoneNumber }

        /// What is wrong with what was said, and the code for it.
        package struct Refused: Error {
            let problem: Problem
            let code: Problem
        }

        /// The address to which mail goes.
        package static let emailAddress = Setting(
            name: "email_address", title: "Email address", explanation: nil, kind: .emailAddress)

        /// The number to which messages go.
        package static let phoneNumber = Setting(
            name: "phone_number", title: "Phone number",
            explanation: "The phone number is validated and the country code needs to be given.",
            kind: .phoneNumber)

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
            }
        }
    }
}
