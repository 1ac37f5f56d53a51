import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/timeslots/`: when somebody wants to be notified.
struct TimeslotRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/timeslots/" }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own timeslots.", of: .timeslot) { call in
                let timeslots = try await call.operations.timeslots.list(of: call.requester)
                return Reply(.array(timeslots.map { TimeslotJSON($0).json }))
            },
            post: .create(
                "Stores a timeslot: when one wants to be notified.",
                form: .timeslot(isWhole: true), answers: [.created(.timeslot)],
                writing: { writer, timeslot, _ in writer.value(TimeslotJSON(timeslot).json) }
            ) { call, said, once in
                let new = NewTimeslot(name: said.name ?? "", recurrences: said.recurrences ?? [])
                return try await call.operations.timeslots.create(
                    new, by: call.requester, once: once)
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .notifications,
            get: Action(
                "Shows one's own timeslot.", answers: [.ok(.timeslot, "The timeslot.")]
            ) { call in
                let timeslot = try await call.operations.timeslots.find(
                    call.id(), of: call.requester)
                return Reply(TimeslotJSON(timeslot).json)
            },
            put: change("Changes one's own timeslot.", isWhole: true),
            patch: change("Changes some of one's own timeslot.", isWhole: false),
            delete: .delete("Deletes one's own timeslot, and the profiles that use it.") { call in
                try await call.operations.timeslots.delete(call.id(), by: call.requester)
            })
    }

    private func change(_ summary: String, isWhole: Bool) -> Action {
        .change(summary, form: .timeslot(isWhole: isWhole), answers: [.ok(.timeslot)]) {
            call, change in
            let timeslot = try await call.operations.timeslots.change(
                call.id(), try change(), by: call.requester)
            return Reply(TimeslotJSON(timeslot).json)
        }
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
