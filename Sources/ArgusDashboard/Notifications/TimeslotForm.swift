import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a timeslot: its name, and a row for each span of some days.
struct TimeslotForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// How many rows a form has at most.
    private static let mostRows = 20
    /// How many empty rows a form has for more.
    private static let spareRows = 2

    static let form = Form(
        Field(Field<String>.requiredText("name", .characters(40)), rows) { name, rows in
            NewTimeslot(name: name, recurrences: rows)
        })

    /// The rows that have days.
    private static let rows = Field<[TimeRecurrence]>([:]) { input in
        var recurrences: [TimeRecurrence] = []
        for row in 0..<mostRows where input.has("days_\(row)") {
            if let recurrence = recurrence(ofRow: row, &input) { recurrences.append(recurrence) }
        }
        return recurrences
    }

    private static func recurrence(ofRow row: Int, _ input: inout Input) -> TimeRecurrence? {
        let days =
            input.optional("days_\(row)").flatMap {
                input.choices("days_\(row)", $0) { code in
                    Int(code).flatMap { (1...7).contains($0) ? $0 : nil }
                }
            } ?? []
        guard let start = time("start_\(row)", whenEmpty: .midnight, &input),
            let end = time("end_\(row)", whenEmpty: .lastOfDay, &input), !days.isEmpty
        else { return nil }
        let rule = input.text("holidays_\(row)").flatMap(TimeRecurrence.HolidayRule.init(rawValue:))
        return TimeRecurrence(
            days: days, from: start, until: end == .midnight ? .lastOfDay : end,
            holidays: rule ?? .any)
    }

    private static func time(
        _ name: String, whenEmpty: TimeOfDay, _ input: inout Input
    ) -> TimeOfDay? {
        guard let text = input.text(name), !text.isEmpty else { return whenEmpty }
        if text == "24:00" { return .lastOfDay }
        if let time = TimeOfDay(text) { return time }
        input.refuse(name, "It is no time of day, such as 08:00.")
        return nil
    }

    /// The form with what was typed, or else with what a timeslot says.
    init(_ entry: FormEntry, _ timeslot: Timeslot?) {
        self.entry = entry
        let rows = TimeslotRow.rows(of: timeslot?.recurrences ?? [])
        let count = min(max(rows.count + Self.spareRows, 3), Self.mostRows)
        fields =
            [
                .line(
                    entry.field("name", value: timeslot?.name ?? ""), "Name", in: "timeslot",
                    isRequired: true)
            ]
            + (0..<count).flatMap { row in
                Self.fields(of: row, entry, row < rows.count ? rows[row].recurrence : nil)
            }
    }

    private static func fields(
        of row: Int, _ entry: FormEntry, _ shown: TimeRecurrence?
    ) -> [PageField] {
        let days = TimeslotRow.dayNames.enumerated().map { ("\($0.offset + 1)", $0.element) }
        let start = shown.map { TimeslotRow.written($0.start) } ?? ""
        let end = shown.map { $0.end == .lastOfDay ? "" : TimeslotRow.written($0.end) } ?? ""
        return [
            .checks(
                entry.choices("days_\(row)", values: shown?.days.map { "\($0)" } ?? []),
                "Row \(row + 1): days", in: "timeslot", days),
            .line(
                entry.field("start_\(row)", value: start), "From", in: "timeslot", type: "time",
                hint: "Empty: midnight."),
            .line(
                entry.field("end_\(row)", value: end), "Until", in: "timeslot", type: "time",
                hint: "Empty: midnight."),
            .select(
                entry.field("holidays_\(row)", value: (shown?.holidays ?? .any).rawValue),
                "Holidays", in: "timeslot",
                [("any", "As other days"), ("except", "Not on them"), ("only", "Only on them")]),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep it", fields, back: NotificationTabs.timeslots.rawValue)
    }
}
