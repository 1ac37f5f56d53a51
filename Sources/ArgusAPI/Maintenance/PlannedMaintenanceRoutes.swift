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
        let id: PlannedMaintenance.ID = try call.id()
        _ = try await call.operations.plannedMaintenance.find(id)
        var input = try call.input(await call.body())
        var change = PlannedMaintenanceChange()
        change.startTime = input.time("start_time")
        if isWhole || input.has("end_time") { change.endTime = input.nullableEnd("end_time") }
        change.description = input.text("description", .characters(255))
        if isWhole || input.has("filters") { change.filters = input.requiredKeys("filters") }
        try input.check()
        return reply(
            try await call.operations.plannedMaintenance.change(id, change, by: requester), call)
    }

    /// Who asks, if it is one of the staff; others are refused before anything else is looked at.
    private func planner(_ call: Call) throws(Refusal) -> Requester {
        let requester = try call.requester
        try PlannedMaintenanceOperations.checkMayPlan(requester)
        return requester
    }

    private func reply(_ task: DetailedMaintenance, _ call: Call) -> Reply {
        Reply(PlannedMaintenanceJSON(task).json(in: call.site.zone))
    }
}
