import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == PlannedMaintenanceChange {
    /// When nobody is to be notified of what; `isWhole` says that all of it has to be told.
    package static func plannedMaintenance(isWhole: Bool) -> Form {
        let end = Schema.time.orNull.note("Null or missing: it has no end.")
        let field = Field(
            Field<Timestamp?>.time("start_time").note("Now if missing."),
            Field<Timestamp?>("end_time", end) { input, name in
                isWhole || input.has(name) ? input.nullableEnd(name) : nil
            },
            Field<String?>.text("description", .characters(255)),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(if: isWhole).note("Anybody's.")
        ) { start, end, description, filters in
            var change = PlannedMaintenanceChange()
            (change.startTime, change.endTime) = (start, end)
            (change.description, change.filters) = (description, filters)
            return change
        }
        return Form(
            isWhole ? "RequestPlannedMaintenanceTask" : "PatchedPlannedMaintenanceTask", field,
            example: [
                "start_time": "2125-06-16T00:00:00Z", "end_time": "2125-06-17T00:00:00Z",
                "description": "new disks", "filters": [1],
            ])
    }
}
