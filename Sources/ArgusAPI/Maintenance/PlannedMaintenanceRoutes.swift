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

    private var root: Path { "\(version.path)plannedmaintenance/" }

    var list: Endpoint {
        Endpoint(
            root, .maintenance, access: .changing(.staff),
            get: Action(
                "Lists all planned maintenance.",
                answers: [.ok(.list(of: .maintenance), "All of it.")], isList: true
            ) { call in
                let tasks = try await call.operations.plannedMaintenance.list()
                return Reply(
                    .array(tasks.map { PlannedMaintenanceJSON($0).json(in: call.site.zone) }))
            },
            post: create)
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .maintenance, access: .changing(.staff),
            get: Action(
                "Shows planned maintenance.", answers: [.ok(.maintenance, "The task.")]
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
            form: .plannedMaintenance(isWhole: true), isOnce: true,
            answers: [.created(.maintenance)]
        ) { call, form in
            let body = try await call.body()
            let said = try form.read(body, call)
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { $0.value(PlannedMaintenanceJSON($1).json(in: zone)) }
            ) { once in
                try await call.operations.plannedMaintenance.create(
                    startTime: said.startTime, endTime: said.endTime ?? .infinity,
                    description: said.description ?? "", filters: said.filters ?? [],
                    by: call.requester, once: once)
            }
        }
    }

    private func change(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, details: "The staff only. Once it has begun its start stays.",
            form: .plannedMaintenance(isWhole: isWhole), answers: [.ok(.maintenance)]
        ) { call, change in
            let task = try await call.operations.plannedMaintenance.change(
                call.id(), try change(), by: call.requester)
            return reply(task, call)
        }
    }

    private func reply(_ task: DetailedMaintenance, _ call: Call) -> Reply {
        Reply(PlannedMaintenanceJSON(task).json(in: call.site.zone))
    }
}

extension Schema {
    /// Planned maintenance in an answer.
    fileprivate static let maintenance = answer(
        "ResponsePlannedMaintenanceTask",
        [
            "pk": id,
            "created_by": answer(["pk": id, "username": text]),
            "created": time,
            "start_time": time,
            "end_time": time.note("The last moment of the year 9999 if it has no end."),
            "description": text,
            "filters": list(of: filter(.v2)),
        ])
}
