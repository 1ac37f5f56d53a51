import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == NewDestination {
    /// Where somebody can be reached.
    package static func newDestination(_ version: APIVersion) -> Form {
        let field = Field(
            Field<Medium?>.medium(version).required(), Field<String??>.label,
            Field<[String: String]?>.settings(version).required()
        ) { medium, label, settings throws(Refusal) in
            try NewDestination(
                medium: medium ?? .email, label: label ?? nil, settings: settings ?? [:])
        }
        return Form("RequestDestinationConfig", field, example: .destination)
    }
}

extension Form where Value == String {
    /// A phone number of version 1.
    package static var phoneNumber: Form {
        let name = Medium.Setting.phoneNumber.name
        let field = Field<String>(name, Schema.phoneNumber.required) { input, name in
            let text = input.requiredText(name)
            guard !text.isEmpty else { return "" }
            if let number = PhoneNumber.normalised(text) { return number }
            input.refuse(name, .malformed(.phoneNumber))
            return ""
        }
        return Form("RequestPhoneNumber", field, example: .object([name: "+4792233446"]))
    }
}

extension Form where Value == DestinationChange {
    /// What is to become different about a destination, whose medium stays.
    package static func change(of destination: Destination?, _ version: APIVersion) -> Form {
        let medium = Field<Medium?>.medium(version).checked { input, medium in
            guard input.has("media"),
                let problem = destination?.problem(withMedium: medium ?? .email)
            else { return }
            input.refuse("media", problem)
        }
        let field = Field(
            medium, Field<String??>.label, Field<[String: String]?>.settings(version)
        ) { medium, label, settings in
            var change = DestinationChange(label: label, settings: settings)
            change.medium = medium
            return change
        }
        return Form("PatchedDestinationConfig", field, example: .destination)
    }
}

extension JSONValue {
    fileprivate static let destination: JSONValue = [
        "media": "email", "label": "work",
        "settings": ["email_address": "bob@work.example.org"],
    ]
}

extension Field where Value == String?? {
    fileprivate static var label: Field {
        .nullableText("label", .characters(50)).note("Unique among those of the same medium.")
    }
}

extension Field where Value == Medium? {
    /// The slug of a medium.
    fileprivate static func medium(_ version: APIVersion) -> Field {
        Field("media", .choice(Medium.all(in: version).map(\.rawValue))) { input, name in
            guard let value = input.optional(name) else { return nil }
            if let medium = Medium(value.pythonText, in: version) { return medium }
            input.refuse(name, .noObject(value.pythonText))
            return nil
        }
    }
}

extension Field where Value == [String: String]? {
    /// Settings: an object, or the text of one, as forms have to write it.
    fileprivate static func settings(_ version: APIVersion) -> Field {
        let email = Schema.keywords(["type": "string", "format": "email"])
            .example("bob@example.org")
        let older = Schema.either(
            .body([Schema.Member("email_address", email.required)]),
            .body([Schema.Member("phone_number", Schema.phoneNumber.required)]))
        let schema =
            version != .v3
            ? older : .either(older, .body(Schema.settings.map { Schema.Member($0, .text) }))
        return Field("settings", schema) { input, name in
            input.optional(name).flatMap { input.settings(name, $0) }
        }
    }
}

extension Input {
    fileprivate mutating func settings(_ name: String, _ value: JSONValue) -> [String: String]? {
        var value = value
        if case .string(let text) = value {
            guard let parsed = try? JSONValue(parsing: text) else {
                refuse(name, .messages(["Enter a valid JSON.", "invalid"]))
                return nil
            }
            value = parsed
        }
        guard case .object(let object) = value else {
            refuse(name, "Settings has to be a dictionary.")
            return nil
        }
        var settings: [String: String] = [:]
        for member in object.members where member.value != .null {
            settings[member.name] = member.value.pythonText
        }
        return settings
    }
}

extension Schema {
    /// The settings that there have not always been, by their names.
    package static var settings: [String] {
        Medium.allCases.filter { !Medium.older.contains($0) }.flatMap(\.settings).map(\.name)
            .withoutRepetitions()
    }

    /// A phone number in a body, in international form.
    fileprivate static let phoneNumber = text(matching: "^\\+[0-9 ]{6,20}$")
        .example("+47 922 33 445")
}

extension Medium {
    /// Those that a version of the API knows: only the third has more than there have always been.
    package static func all(in version: APIVersion) -> [Medium] {
        version == .v3 ? allCases : older
    }

    /// The medium of a word; nil for one that a version of the API does not know.
    package init?(_ word: String, in version: APIVersion) {
        guard let medium = Medium(rawValue: word), Self.all(in: version).contains(medium) else {
            return nil
        }
        self = medium
    }
}
