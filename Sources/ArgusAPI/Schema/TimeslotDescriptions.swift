import ArgusWire
import HTTPTypes

/// Describes `notificationprofiles/timeslots/`; not in version 3.
struct TimeslotDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/timeslots/" }
    private var id: String { "\(version.prefix)notificationprofiles_timeslots_" }

    var operations: [Operation] {
        guard version != .v3 else { return [] }
        let timeslot = Schema.timeslot
        return [
            Operation(
                .get, root, id: "\(id)list", .notifications, "Lists one's own timeslots.",
                answers: [.ok(.list(of: timeslot), "All of them.")]),
            Operation(
                .post, root, id: "\(id)create", .notifications,
                "Stores a timeslot: when one wants to be notified.", body: body(isWhole: true),
                isOnce: true, answers: [.created(timeslot)]),
            Operation(
                .get, "\(root):pk/", id: "\(id)retrieve", .notifications,
                "Shows one's own timeslot.", answers: [.ok(timeslot, "The timeslot.")]),
            Operation(
                .put, "\(root):pk/", id: "\(id)update", .notifications,
                "Changes one's own timeslot.", body: body(isWhole: true),
                answers: [.ok(timeslot)]),
            Operation(
                .patch, "\(root):pk/", id: "\(id)partial_update", .notifications,
                "Changes some of one's own timeslot.", body: body(isWhole: false),
                answers: [.ok(timeslot)]),
            Operation(
                .delete, "\(root):pk/", id: "\(id)destroy", .notifications,
                "Deletes one's own timeslot, and the profiles that use it.",
                answers: [.noContent]),
        ]
    }

    private func body(isWhole: Bool) -> Operation.Body {
        let name = Schema.text(1...40).note("Unique among one's own.")
        let recurrences = Schema.list(of: recurrence, atMost: 200)
        return Operation.Body(
            .body(
                isWhole ? "NewTimeslot" : "PatchedTimeslot",
                [
                    "name": isWhole ? name.required : name,
                    "time_recurrences": isWhole ? recurrences.required : recurrences,
                ]),
            example: [
                "name": "work",
                "time_recurrences": [["days": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"]],
            ])
    }

    private var recurrence: Schema {
        let time = Schema.text(matching: "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
        return .body(
            "NewTimeRecurrence",
            [
                "days": .list(of: .integer(1...7), atMost: 50).required.note(
                    "1 for Monday to 7 for Sunday."),
                "start": time.note("Needed unless it is `all_day`."),
                "end": time.note("After the start. Needed unless it is `all_day`."),
                "all_day": .bool.orNull.note("True: the whole of each day."),
            ])
    }
}

extension Schema {
    /// A timeslot in an answer.
    static let timeslot = answer(
        "Timeslot",
        [
            "pk": id, "name": text,
            "time_recurrences": list(
                of: answer(
                    "TimeRecurrence",
                    [
                        "days": list(of: integer(1...7)), "start": text, "end": text,
                        "all_day": only(true).optional.note("If it is the whole of each day."),
                    ])),
        ])
}
