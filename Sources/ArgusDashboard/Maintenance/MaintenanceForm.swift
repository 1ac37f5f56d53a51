import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form that plans maintenance.
struct MaintenanceForm {
    /// The filters that are chosen, by their primary keys.
    let chosen: [String]
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says; times are as its reader's clocks show them.
    struct Said: Sendable {
        let start: String
        let end: String
        let description: String
        let filters: [StoredFilter.ID]
    }

    static let form = Form(
        Field(
            Field<String?>.text("start_time"), Field<String?>.text("end_time"),
            Field<String?>.text("description", .characters(255)),
            Field<[StoredFilter.ID]?>.someKeys("filters").required()
        ) {
            Said(
                start: $0 ?? "", end: $1 ?? "", description: $2 ?? "", filters: $3 ?? [])
        })

    /// The form with what was typed, or else with what a task says.
    init(
        _ entry: FormEntry, _ detailed: DetailedMaintenance?, isNew: Bool,
        _ filters: [OwnedFilter], _ moments: MomentFormat
    ) {
        let task = detailed?.task
        self.entry = entry
        let choices = entry.choices("filters", values: task?.filters.map { "\($0)" } ?? [])
        chosen = choices.values
        let (start, end) =
            isNew ? (nil, nil) : (task?.startTime, task.map(\.endTime))
        let zone = "In \(moments.zone.name)."
        fields = [
            .line(
                entry.field("description", value: task?.description ?? ""), "What is done",
                in: "maintenance"),
            .line(
                entry.field("start_time", value: start.map { moments.typed($0) } ?? ""), "Start",
                in: "maintenance", type: "datetime-local", hint: "\(zone) Empty: now."),
            .line(
                entry.field("end_time", value: end.map { moments.typed($0) } ?? ""), "End",
                in: "maintenance", type: "datetime-local",
                hint: "\(zone) Empty: until somebody ends it."),
            .checks(
                choices, "Filters, all of which must hold", in: "maintenance",
                filters.map { ("\($0.filter.id)", $0.label) },
                hint: filters.isEmpty ? "There are no filters yet. Save one in the list." : nil),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Plan it", fields, back: MaintenancePages.path, hasPreview: true)
    }
}

extension MaintenanceForm.Said {
    /// What it says of a new task, or what it makes different about one: a field for a time knows
    /// no seconds, so a time that was left alone stays as it is.
    func change(
        _ moments: MomentFormat, of old: PlannedMaintenance? = nil
    ) throws(Refusal) -> PlannedMaintenanceChange {
        var change = PlannedMaintenanceChange()
        (change.description, change.filters) = (description, filters)
        change.startTime = try moment(start, "start_time", old?.startTime, moments)
        change.endTime = try moment(end, "end_time", old?.endTime, moments) ?? .infinity
        return change
    }

    private func moment(
        _ text: String, _ field: String, _ old: Timestamp?, _ moments: MomentFormat
    ) throws(Refusal) -> Timestamp? {
        if text.isEmpty { return nil }
        if let old, moments.typed(old) == text { return old }
        guard let moment = moments.moment(text) else {
            throw .invalid(field, "It is no date and time, such as 2026-11-25 08:00.")
        }
        return moment
    }
}
