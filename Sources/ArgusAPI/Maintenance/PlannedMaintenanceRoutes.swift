import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `plannedmaintenance/`: when nobody is to be notified of what.
///
/// Everybody may look, the staff may plan.
struct PlannedMaintenanceRoutes {
    let version: APIVersion

    /// Version 3 has it at a path of its own.
    private var root: Path {
        version == .v3 ? "\(version.path)maintenance/" : "\(version.path)plannedmaintenance/"
    }

    var list: Endpoint {
        Endpoint(
            root, .maintenance, access: .changing(.staff),
            get: Action(
                "Lists all planned maintenance.",
                answers: [.ok(.list(of: .maintenance(version)), "All of it.")], isList: true
            ) { call in
                let tasks = try await call.operations.plannedMaintenance.list()
                return Reply(.array(tasks.map { json($0, call) }))
            },
            post: create)
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .maintenance, access: .changing(.staff),
            get: Action(
                "Shows planned maintenance.", answers: [.ok(.maintenance(version), "The task.")]
            ) { call in
                reply(try await call.operations.plannedMaintenance.find(call.id()), call)
            },
            put: change("Changes planned maintenance.", isWhole: true),
            patch: change("Changes some of planned maintenance.", isWhole: false),
            delete: .delete(
                "Deletes planned maintenance that has not begun.", details: "The staff only.",
                refuses: [400]
            ) { call in
                try await call.operations.plannedMaintenance.delete(
                    call.id(), by: call.requester)
            })
    }

    private var create: Action {
        Action(
            "Plans when nobody is to be notified of what.", details: "The staff only.",
            form: .plannedMaintenance(version, isWhole: true), isOnce: true,
            answers: [.created(.maintenance(version))]
        ) { call, form in
            let body = try await call.body()
            let said = try form.read(body, call)
            return try await call.creating(
                body, writing: { $0.value(json($1, call)) }
            ) { once in
                try await call.operations.plannedMaintenance.create(
                    startTime: said.startTime, endTime: said.endTime ?? .infinity,
                    description: said.description ?? "", filters: said.filters ?? [],
                    recurrence: said.recurrence??.recurrence(),
                    notices: said.notices.merged(into: MaintenanceNotices()),
                    by: call.requester, once: once)
            }
        }
    }

    private func change(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, details: "The staff only. Once it has begun its start stays.",
            form: .plannedMaintenance(version, isWhole: isWhole),
            answers: [.ok(.maintenance(version))]
        ) { call, change in
            let task = try await call.operations.plannedMaintenance.change(
                call.id(), try change(), by: call.requester)
            return reply(task, call)
        }
    }

    private func reply(_ task: DetailedMaintenance, _ call: Call) -> Reply {
        Reply(json(task, call))
    }

    @Sendable
    private func json(_ detailed: DetailedMaintenance, _ call: Call) -> JSONValue {
        let (zone, now) = (call.site.zone, call.operations.clock())
        let json = PlannedMaintenanceJSON(detailed, version, at: now)
        guard version == .v3 else { return json.json(in: zone) }
        var object = json.object(.v3, in: zone)
        for member in detailed.task.members(at: now, in: zone) {
            object.set(member.name, to: member.value)
        }
        return .object(object)
    }
}

extension PlannedMaintenance {
    /// What only version 3 tells.
    fileprivate func members(at now: Timestamp, in zone: Zone) -> [JSONObject.Member] {
        let window = windows.window(at: now)
        let shown: JSONValue = [
            "rule": recurrence.map { .string($0.rule.text) } ?? .null,
            "time_zone": recurrence.map { .string($0.zone.name) } ?? .null,
        ]
        let end = window.end == .infinity ? zone.moment(of: .maximum) : window.end
        let object: JSONObject = [
            "recurrence": recurrence == nil ? .null : shown,
            "window": [
                "start_time": .string(window.start.text(in: zone)),
                "end_time": .string(end.text(in: zone)),
            ],
            "stopped": stopped.map { .string($0.text(in: zone)) } ?? .null,
            "warn_before_end": notices.warning.map { .integer($0.components.seconds) } ?? .null,
            "tell_of_open": .bool(notices.tellsOfOpen),
        ]
        return Array(object.members)
    }
}

extension Schema {
    /// Planned maintenance in an answer.
    fileprivate static func maintenance(_ version: APIVersion) -> Schema {
        let name = "ResponsePlannedMaintenanceTask"
        let end = time.note("The last moment of the year 9999 if it has no end.")
        let common = answer(
            name,
            [
                "pk": id,
                "created_by": answer(["pk": id, "username": text]),
                "created": time,
                "start_time": version == .v3 ? time.note("Of the first window.") : time,
                "end_time": end,
                "description": text,
                "filters": list(of: filter(version == .v3 ? .v3 : .v2)),
            ])
        guard version == .v3 else { return common }
        return common.adding(
            name,
            [
                "recurrence": answer(["rule": text, "time_zone": text]).orNull,
                "window": answer(["start_time": time, "end_time": end])
                    .note("The one that goes on, or the next, or else the last."),
                "stopped": time.orNull.note("When it was ended though it would come again."),
                "warn_before_end": .integer.orNull.note("In seconds."),
                "tell_of_open": bool,
            ])
    }
}
