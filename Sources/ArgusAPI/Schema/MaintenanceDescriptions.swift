import ArgusWire
import HTTPTypes

/// Describes `plannedmaintenance/`, which version 2 alone has.
struct MaintenanceDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)plannedmaintenance/" }
    private var id: String { "\(version.prefix)plannedmaintenance_" }

    var operations: [Operation] {
        guard version == .v2 else { return [] }
        let task = Schema.maintenance
        return [
            Operation(
                .get, root, id: "\(id)list", .maintenance, "Lists all planned maintenance.",
                answers: [.ok(.list(of: task), "All of it.")]),
            Operation(
                .post, root, id: "\(id)create", .maintenance,
                "Plans when nobody is to be notified of what.", details: "The staff only.",
                body: body(isWhole: true), isOnce: true, answers: [.created(task)]),
            Operation(
                .get, "\(root):pk/", id: "\(id)retrieve", .maintenance,
                "Shows planned maintenance.", answers: [.ok(task, "The task.")]),
            Operation(
                .put, "\(root):pk/", id: "\(id)update", .maintenance,
                "Changes planned maintenance.",
                details: "The staff only. Once it has begun its start stays.",
                body: body(isWhole: true), answers: [.ok(task)]),
            Operation(
                .patch, "\(root):pk/", id: "\(id)partial_update", .maintenance,
                "Changes some of planned maintenance.",
                details: "The staff only. Once it has begun its start stays.",
                body: body(isWhole: false), answers: [.ok(task)]),
            Operation(
                .delete, "\(root):pk/", id: "\(id)destroy", .maintenance,
                "Deletes planned maintenance that has not begun.", details: "The staff only.",
                refuses: [400], answers: [.noContent]),
        ]
    }

    private func body(isWhole: Bool) -> Operation.Body {
        let filters = Schema.list(of: .id, atLeast: 1, atMost: 50).note("Anybody's.")
        return Operation.Body(
            .body(
                isWhole ? "RequestPlannedMaintenanceTask" : "PatchedPlannedMaintenanceTask",
                [
                    "start_time": .time.note("Now if missing."),
                    "end_time": .time.orNull.note("Null or missing: it has no end."),
                    "description": .text(0...255),
                    "filters": isWhole ? filters.required : filters,
                ]),
            example: [
                "start_time": "2125-06-16T00:00:00Z", "end_time": "2125-06-17T00:00:00Z",
                "description": "new disks", "filters": [1],
            ])
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
