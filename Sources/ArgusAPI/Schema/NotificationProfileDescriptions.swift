import ArgusWire
import HTTPTypes

/// Describes `notificationprofiles/` itself; not in version 3.
struct NotificationProfileDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/" }
    private var id: String { "\(version.prefix)notificationprofiles_" }

    var operations: [Operation] {
        version == .v3 ? [] : [list, create, one, replace, change, delete, incidents]
    }

    private var list: Operation {
        Operation(
            .get, root, id: "\(id)list", .notifications, "Lists one's own profiles.",
            answers: [.ok(.list(of: .profile(version)), "All of them.")])
    }

    private var create: Operation {
        Operation(
            .post, root, id: "\(id)create", .notifications,
            "Stores a profile: of what, when and where one wants to be notified.",
            body: Operation.Body(
                .body("RequestNotificationProfile", members(isWhole: true)), example: example),
            isOnce: true, answers: [.created(.profile(version))])
    }

    private var one: Operation {
        Operation(
            .get, "\(root):pk/", id: "\(id)retrieve", .notifications, "Shows one's own profile.",
            answers: [.ok(.profile(version), "The profile.")])
    }

    private var replace: Operation {
        Operation(
            .put, "\(root):pk/", id: "\(id)update", .notifications, "Changes one's own profile.",
            details: "What is not mentioned stays.",
            body: Operation.Body(
                .body("RequestNotificationProfile", members(isWhole: true)), example: example),
            answers: [.ok(.profile(version))])
    }

    private var change: Operation {
        Operation(
            .patch, "\(root):pk/", id: "\(id)partial_update", .notifications,
            "Changes some of one's own profile.",
            body: Operation.Body(
                .body("PatchedNotificationProfile", members(isWhole: false)), example: example),
            answers: [.ok(.profile(version))])
    }

    private var delete: Operation {
        Operation(
            .delete, "\(root):pk/", id: "\(id)destroy", .notifications,
            "Deletes one's own profile.", answers: [.noContent])
    }

    private var incidents: Operation {
        Operation(
            .get, "\(root):pk/incidents/", id: "\(id)incidents_list", .notifications,
            "Lists the incidents that any filter of one's own profile describes.",
            refuses: [400], answers: [.ok(.list(of: .incident(version)), "All of them.")])
    }

    private var example: JSONValue {
        version == .v1
            ? ["timeslot": 2, "filters": [1], "media": ["SM"], "phone_number": 1]
            : ["name": "night", "timeslot": 2, "filters": [1], "destinations": [1]]
    }

    private func members(isWhole: Bool) -> KeyValuePairs<String, Schema> {
        func needed(_ schema: Schema) -> Schema { isWhole ? schema.required : schema }
        let timeslot = needed(.id.note("One's own."))
        let filters = needed(
            .list(of: .id, atLeast: 1, atMost: 50).note("One's own, or public ones."))
        let active = Schema.bool.note("True if missing.")
        guard version == .v1 else {
            return [
                "timeslot": timeslot, "filters": filters, "active": active,
                "name": .text(0...40).orNull.note("Unique among one's own."),
                "destinations": .list(of: .id, atMost: 50).note("One's own."),
            ]
        }
        let media = Schema.list(of: .choice(["EM", "SM"]), atMost: 50).note(
            "`EM`: the account's e-mail address, `SM`: the phone number.")
        return [
            "timeslot": timeslot, "filters": filters, "active": active,
            "media": isWhole ? media : media.required,
            "phone_number": .id.orNull.note("The primary key of one of one's own."),
        ]
    }
}

extension Schema {
    /// A notification profile in an answer.
    static func profile(_ version: APIVersion) -> Schema {
        let name = "ResponseNotificationProfile"
        let filters = list(of: filter(version))
        guard version == .v1 else {
            return answer(
                name,
                [
                    "pk": id, "name": text.orNull, "timeslot": timeslot, "filters": filters,
                    "destinations": list(of: destination(version)), "active": bool,
                ])
        }
        return answer(
            name,
            [
                "pk": id, "timeslot": timeslot, "filters": filters,
                "media": list(of: choice(["EM", "SM"])), "active": bool,
                "phone_number": phoneNumber.orNull,
            ])
    }
}
