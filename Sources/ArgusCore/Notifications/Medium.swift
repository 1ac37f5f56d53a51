/// A way in which people can be reached.
package enum Medium: String, CaseIterable, Sendable {
    case email, sms

    /// The name that people see.
    package var name: String {
        switch self {
        case .email: "Email"
        case .sms: "SMS"
        }
    }

    /// The setting that says where to.
    package var mainSetting: Setting {
        switch self {
        case .email: Setting(name: "email_address", title: "Email address", explanation: nil)
        case .sms:
            Setting(
                name: "phone_number", title: "Phone number",
                explanation:
                    "The phone number is validated and the country code needs to be given.")
        }
    }

    /// What one can, or must, say about a destination.
    package struct Setting: Hashable, Sendable {
        /// Its name in the API.
        package let name: String
        /// Its name for people.
        package let title: String
        package let explanation: String?
    }

    /// The settings of a destination: those that are known, checked and normalised.
    ///
    /// The messages come with the code of each, which clients have always been given.
    package func settings(_ given: [String: String]) throws(Refusal) -> [String: String] {
        let setting = mainSetting
        guard let text = given[setting.name].map({ String($0.trimmingBlanks()) }), !text.isEmpty
        else { throw Self.refusal(setting, "This field is required.", "required") }
        switch self {
        case .email:
            guard EmailAddress.isValid(text) else {
                throw Self.refusal(setting, EmailAddress.message, "invalid")
            }
            return [setting.name: text]
        case .sms:
            guard let number = PhoneNumber.normalised(text) else {
                throw Self.refusal(setting, PhoneNumber.message, "invalid")
            }
            return [setting.name: number]
        }
    }

    private static func refusal(_ setting: Setting, _ message: String, _ code: String) -> Refusal {
        .invalid(.fields([Problems.Field(setting.name, .messages([message, code]))]))
    }
}
