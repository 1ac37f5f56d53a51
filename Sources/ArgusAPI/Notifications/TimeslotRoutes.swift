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

    /// Version 3 has them at a path of its own, as it has profiles.
    private var root: Path {
        version == .v3
            ? "\(version.path)timeslots/" : "\(version.path)notificationprofiles/timeslots/"
    }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own timeslots.", of: .timeslot(version)) { call in
                let timeslots = try await call.operations.timeslots.list(of: call.requester)
                return Reply(.array(timeslots.map { json($0) }))
            },
            post: .create(
                "Stores a timeslot: when one wants to be notified.",
                form: .timeslot(version, isWhole: true), answers: [.created(.timeslot(version))],
                writing: { writer, timeslot, _ in writer.value(json(timeslot)) }
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
                "Shows one's own timeslot.", answers: [.ok(.timeslot(version), "The timeslot.")]
            ) { call in
                let timeslot = try await call.operations.timeslots.find(
                    call.id(), of: call.requester)
                return Reply(json(timeslot))
            },
            put: change("Changes one's own timeslot.", isWhole: true),
            patch: change("Changes some of one's own timeslot.", isWhole: false),
            delete: .delete("Deletes one's own timeslot, and the profiles that use it.") { call in
                try await call.operations.timeslots.delete(call.id(), by: call.requester)
            })
    }

    private func change(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, form: .timeslot(version, isWhole: isWhole), answers: [.ok(.timeslot(version))]
        ) { call, change in
            let timeslot = try await call.operations.timeslots.change(
                call.id(), try change(), by: call.requester)
            return Reply(json(timeslot))
        }
    }

    @Sendable
    private func json(_ timeslot: Timeslot) -> JSONValue {
        TimeslotJSON(timeslot, version).json(version)
    }
}

extension Schema {
    /// A timeslot in an answer.
    static func timeslot(_ version: APIVersion) -> Schema {
        let row = answer(
            "TimeRecurrence",
            [
                "days": list(of: integer(1...7)), "start": text, "end": text,
                "all_day": only(true).optional.note("If it is the whole of each day."),
            ])
        let words = TimeRecurrence.HolidayRule.allCases.map(\.rawValue)
        let rows =
            version == .v3 ? row.adding("TimeRecurrence", ["holidays": choice(words)]) : row
        return answer(
            "Timeslot", ["pk": id, "name": text, "time_recurrences": list(of: rows)])
    }
}
