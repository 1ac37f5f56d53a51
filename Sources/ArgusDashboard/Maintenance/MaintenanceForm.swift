import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form that plans maintenance.
struct MaintenanceForm {
    /// The filters that are chosen, by their primary keys.
    let chosen: [String]
    private let entry: FormEntry
    private let shown: [HiddenField]
    private let fields: [PageField]

    /// What the form says; times are as its reader's clocks show them.
    struct Said: Sendable {
        let start: String
        let end: String
        /// What the form showed as start and as end before anything was typed.
        let shown: (start: String, end: String)
        let description: String
        let filters: [StoredFilter.ID]
        let rule: RecurrenceRule?
        let zone: Zone?
        let warning: Duration?
        let tellsOfOpen: Bool
    }

    static let form = Form(
        Field(
            Field<String?>.text("start_time"), Field<String?>.text("end_time"),
            Field<String?>.text(shownStart), Field<String?>.text(shownEnd),
            Field<String?>.text("description", .maintenanceDescription),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(), rule, zone, warning,
            Field<Bool?>.bool("tell_of_open")
        ) {
            start, end, shownStart, shownEnd, description, filters, rule, zone, warning, tellsOfOpen
            in
            Said(
                start: start ?? "", end: end ?? "",
                shown: (shownStart ?? "", shownEnd ?? ""), description: description ?? "",
                filters: filters ?? [], rule: rule ?? nil, zone: zone ?? nil,
                warning: warning ?? nil, tellsOfOpen: tellsOfOpen ?? false)
        })

    private static let (shownStart, shownEnd) = ("shown_start", "shown_end")

    private static let rule = Field<RecurrenceRule??>.typed("recurrence") { text in
        if text.isEmpty { return .success(nil) }
        do throws(RecurrenceRule.Wrong) {
            return .success(try RecurrenceRule(text))
        } catch {
            return .failure(ValueProblem(message: error.message))
        }
    }

    private static let zone = Field<Zone??>.typed("time_zone") { name in
        if name.isEmpty { return .success(nil) }
        if let zone = Zone(named: name) { return .success(zone) }
        return .failure(
            ValueProblem(message: "There is no such time zone; one is named as Europe/Oslo."))
    }

    private static let warning = Field<Duration??>.typed("warn_before_end") { text in
        if text.isEmpty { return .success(nil) }
        guard let minutes = Int64(text), (1...10_080).contains(minutes) else {
            return .failure(ValueProblem(message: "It is a number of minutes, up to a week."))
        }
        return .success(.seconds(minutes * 60))
    }

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
        // What has no end has none to show.
        let startShown = start.map { moments.typed($0) } ?? ""
        let endShown = end.flatMap { $0 == .infinity ? nil : moments.typed($0) } ?? ""
        shown = [(Self.shownStart, startShown), (Self.shownEnd, endShown)].map { name, value in
            HiddenField(name: name, value: entry.field(name, value: value).value)
        }
        fields =
            [
                .line(
                    entry.field("description", value: task?.description ?? ""), "What is done",
                    in: "maintenance"),
                .line(
                    entry.field("start_time", value: startShown), "Start", in: "maintenance",
                    type: "datetime-local", hint: "\(zone) Empty: now."),
                .line(
                    entry.field("end_time", value: endShown), "End", in: "maintenance",
                    type: "datetime-local",
                    hint: "\(zone) Empty: until somebody ends it."),
                .checks(
                    choices, "Filters, all of which must hold", in: "maintenance",
                    filters.map { ("\($0.filter.id)", $0.label) },
                    hint: filters.isEmpty ? "There are no filters yet. Save one in the list." : nil),
            ] + Self.more(entry, task, isNew: detailed == nil, moments)
    }

    /// When it comes again, and what is told of it.
    private static func more(
        _ entry: FormEntry, _ task: PlannedMaintenance?, isNew: Bool, _ moments: MomentFormat
    ) -> [PageField] {
        let recurrence = task?.recurrence
        let minutes = task?.notices.warning.map { "\($0.components.seconds / 60)" } ?? ""
        let tells = task?.notices.tellsOfOpen ?? isNew
        return [
            .line(
                entry.field("recurrence", value: recurrence?.rule.text ?? ""), "Comes again",
                in: "maintenance",
                hint: "Empty: once. FREQ=DAILY, FREQ=WEEKLY;BYDAY=SA,SU, or FREQ=MONTHLY;BYDAY=2SU "
                    + "for each second Sunday of a month; with INTERVAL=2 every other; until "
                    + "UNTIL=20271231, or so many times with COUNT=10. Each lasts as long as the first."
            ),
            .line(
                entry.field("time_zone", value: recurrence?.zone.name ?? ""),
                "Time zone in which it comes again", in: "maintenance",
                hint: "Such as Europe/Oslo. Empty: yours, \(moments.zone.name)."),
            .line(
                entry.field("warn_before_end", value: minutes), "Minutes of warning",
                in: "maintenance",
                hint: "So long before its end those are warned who would have been told of what is "
                    + "open. Empty: nobody."),
            .tick(
                entry.choices("tell_of_open", values: tells ? ["on"] : []), "At the end",
                "Tell them what is still open", in: "maintenance"),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Plan it", fields, back: MaintenancePages.path, hidden: shown,
            hasPreview: true)
    }
}

extension MaintenanceForm.Said {
    /// What it says of a new task, or what it makes different about one: a time that was left alone stays
    /// as it is, with its seconds, and also if somebody has ended the task meanwhile.
    func change(
        _ moments: MomentFormat, of old: PlannedMaintenance? = nil
    ) throws(Refusal) -> PlannedMaintenanceChange {
        var change = PlannedMaintenanceChange()
        (change.description, change.filters) = (description, filters)
        change.startTime =
            start == shown.start ? nil : try moment(start, "start_time", moments)
        change.endTime =
            end == shown.end ? nil : try moment(end, "end_time", moments) ?? .infinity
        change.recurrence = .some(
            rule.map { .init($0, in: zone ?? moments.zone, usually: moments.zone) })
        let shown = (old?.notices.warning).map { Duration.seconds($0.components.seconds / 60 * 60) }
        change.notices.warning = .some(warning == shown ? old?.notices.warning : warning)
        change.notices.tellsOfOpen = tellsOfOpen
        return change
    }

    private func moment(
        _ text: String, _ field: String, _ moments: MomentFormat
    ) throws(Refusal) -> Timestamp? {
        if text.isEmpty { return nil }
        guard let moment = moments.moment(text) else {
            throw .invalid(field, "It is no date and time, such as 2026-11-25 08:00.")
        }
        return moment
    }
}
