import ArgusWire
import HTTPTypes

/// Describes `notificationprofiles/media/` and `notificationprofiles/destinations/`, and what version
/// 1 has in their place.
struct DestinationDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/" }
    private var id: String { "\(version.prefix)notificationprofiles_" }

    var operations: [Operation] {
        version == .v1 ? phoneNumbers : media + destinations
    }

    private var media: [Operation] {
        let slug = Operation.Parameter("slug", .choice(["email", "sms"]), "The medium.")
        return [
            Operation(
                .get, "\(root)media/", id: "\(id)media_list", .notifications,
                "Lists the ways in which people can be reached.",
                answers: [.ok(.list(of: .medium), "All of them.")]),
            Operation(
                .get, "\(root)media/:slug/", id: "\(id)media_retrieve", .notifications,
                "Shows a medium.", path: [slug], answers: [.ok(.medium, "The medium.")]),
            Operation(
                .get, "\(root)media/:slug/json_schema/", id: "\(id)media_json_schema_retrieve",
                .notifications, "Tells what the settings of a destination must look like.",
                path: [slug], refuses: [400],
                answers: [
                    .ok(
                        .answer("JSONSchema", ["json_schema": .object]),
                        "A JSON schema of the settings.")
                ]),
        ]
    }

    private var destinations: [Operation] {
        let destination = Schema.destination(version)
        return [
            Operation(
                .get, "\(root)destinations/", id: "\(id)destinations_list", .notifications,
                "Lists one's own destinations.",
                answers: [.ok(.list(of: destination), "All of them.")]),
            Operation(
                .post, "\(root)destinations/", id: "\(id)destinations_create", .notifications,
                "Stores a destination: where one can be reached.", body: body(isWhole: true),
                isOnce: true, answers: [.created(destination)]),
            Operation(
                .get, "\(root)destinations/:pk/", id: "\(id)destinations_retrieve",
                .notifications, "Shows one's own destination.",
                answers: [.ok(destination, "The destination.")]),
            Operation(
                .patch, "\(root)destinations/:pk/", id: "\(id)destinations_partial_update",
                .notifications, "Changes one's own destination, but not its medium.",
                body: body(isWhole: false), answers: [.ok(destination)]),
            Operation(
                .delete, "\(root)destinations/:pk/", id: "\(id)destinations_destroy",
                .notifications, "Deletes one's own destination, if no profile uses it.",
                refuses: [400], answers: [.noContent]),
            Operation(
                .get, "\(root)destinations/:pk/duplicate/",
                id: "\(id)destinations_duplicate_retrieve", .notifications,
                "Tells whether somebody else has a destination that leads to the same place.",
                refuses: [400],
                answers: [
                    .ok(.answer("DuplicateDestination", ["is_duplicate": .bool]), "Whether so.")
                ]),
        ]
    }

    private func body(isWhole: Bool) -> Operation.Body {
        let medium = Schema.choice(["email", "sms"])
        let settings = Schema.either(
            .body(["email_address": .email.required]), .body(["phone_number": .phone.required]))
        return Operation.Body(
            .body(
                isWhole ? "RequestDestinationConfig" : "PatchedDestinationConfig",
                [
                    "media": isWhole ? medium.required : medium,
                    "label": .text(0...50).orNull.note("Unique among those of the same medium."),
                    "settings": isWhole ? settings.required : settings,
                ]),
            example: [
                "media": "email", "label": "work",
                "settings": ["email_address": "bob@work.example.org"],
            ])
    }

    private var phoneNumbers: [Operation] {
        let root = "\(version.path)auth/phone-number/"
        let id = "\(version.prefix)auth_phone_number_"
        let body = Operation.Body(
            .body("RequestPhoneNumber", ["phone_number": .phone.required]),
            example: ["phone_number": "+4792233446"])
        let changed = Operation.Answer.created(.phoneNumber, "It was changed.")
        return [
            Operation(
                .get, root, id: "\(id)list", .notifications, "Lists one's own phone numbers.",
                answers: [.ok(.list(of: .phoneNumber), "All of them.")]),
            Operation(
                .post, root, id: "\(id)create", .notifications, "Stores a phone number.",
                body: body, isOnce: true, answers: [.created(.phoneNumber)]),
            Operation(
                .get, "\(root):pk/", id: "\(id)retrieve", .notifications,
                "Shows one's own phone number.", answers: [.ok(.phoneNumber, "The number.")]),
            Operation(
                .put, "\(root):pk/", id: "\(id)update", .notifications,
                "Changes one's own phone number.", body: body, answers: [changed]),
            Operation(
                .patch, "\(root):pk/", id: "\(id)partial_update", .notifications,
                "Changes one's own phone number.", body: body, answers: [changed]),
            Operation(
                .delete, "\(root):pk/", id: "\(id)destroy", .notifications,
                "Deletes one's own phone number, if no profile uses it.", refuses: [400],
                answers: [.noContent]),
        ]
    }
}

extension Schema {
    /// An e-mail address in a body.
    fileprivate static let email = keywords(["type": "string", "format": "email"])
        .example("bob@example.org")
    /// A phone number in a body, in international form.
    fileprivate static let phone = text(matching: "^\\+[0-9 ]{6,20}$").example("+47 922 33 445")

    /// A way of reaching people in an answer.
    fileprivate static let medium = answer(
        "Media", ["slug": text, "name": text, "installed": bool])

    /// A phone number in an answer of version 1.
    static let phoneNumber = answer(
        "PhoneNumber", ["pk": id, "user": id, "phone_number": text])

    /// A destination in an answer.
    static func destination(_ version: APIVersion) -> Schema {
        let synced = bool.optional.note("Of e-mail: whether it follows the account's address.")
        let email: KeyValuePairs<String, Schema> = ["email_address": text]
        let settings = answer(email)
        let destination = answer(
            "ResponseDestinationConfig",
            [
                "pk": id, "media": medium, "label": text.orNull, "suggested_label": text,
                "settings": either(
                    version == .v3 ? settings : settings.adding(["synced": synced]),
                    answer(["phone_number": text])),
            ])
        guard version == .v3 else { return destination }
        return destination.adding([
            "managed": bool.orNull.note(
                "True while it follows the account's address, false if it once did.")
        ])
    }
}
