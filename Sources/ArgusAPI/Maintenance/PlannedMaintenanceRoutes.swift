import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `plannedmaintenance/`: when nobody is to be notified of what.
///
/// Everybody may look, the staff may plan.
struct PlannedMaintenanceRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)plannedmaintenance/" }

    /// All tasks, and planning one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                let tasks = try await call.operations.plannedMaintenance.list()
                return Reply(
                    .array(tasks.map { PlannedMaintenanceJSON($0).json(in: call.site.zone) }))
            },
            post: create)
    }

    /// One task.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                reply(try await call.operations.plannedMaintenance.find(call.id()), call)
            },
            put: { try await change($0, isWhole: true) },
            patch: { try await change($0, isWhole: false) },
            delete: { call in
                let requester = try planner(call)
                try await call.operations.plannedMaintenance.delete(call.id(), by: requester)
                return Reply(status: .noContent)
            })
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try planner(call)
        let body = try await call.body()
        var input = try call.input(body)
        let start = input.time("start_time")
        let end = input.nullableEnd("end_time")
        let description = input.text("description", .characters(255)) ?? ""
        let filters: [StoredFilter.ID] = input.requiredKeys("filters")
        try input.check()
        let zone = call.site.zone
        return try await call.creating(
            body, writing: { $0.value(PlannedMaintenanceJSON($1).json(in: zone)) }
        ) { once in
            try await call.operations.plannedMaintenance.create(
                startTime: start, endTime: end, description: description, filters: filters,
                by: requester, once: once)
        }
    }

    private func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let requester = try planner(call)
        let body = await call.lateBody()
        let task = try await call.operations.plannedMaintenance.change(
            call.id(), try body.read { try $0.maintenanceChange(isWhole: isWhole) }, by: requester)
        return reply(task, call)
    }

    /// Who asks, if it is one of the staff; others are refused before anything else is looked at.
    private func planner(_ call: Call) throws(Refusal) -> Requester {
        let requester = try call.requester
        try requester.check(.planMaintenance)
        return requester
    }

    private func reply(_ task: DetailedMaintenance, _ call: Call) -> Reply {
        Reply(PlannedMaintenanceJSON(task).json(in: call.site.zone))
    }
}

extension Input {
    /// What is to become different about a task.
    fileprivate mutating func maintenanceChange(
        isWhole: Bool
    ) throws(Refusal) -> PlannedMaintenanceChange {
        var change = PlannedMaintenanceChange()
        change.startTime = time("start_time")
        if isWhole || has("end_time") { change.endTime = nullableEnd("end_time") }
        change.description = text("description", .characters(255))
        if isWhole || has("filters") { change.filters = requiredKeys("filters") }
        try check()
        return change
    }
}
