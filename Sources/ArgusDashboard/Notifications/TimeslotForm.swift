import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a timeslot: its name, and a row for each span of some days.
struct TimeslotForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// How many empty rows a form has for more.
    private static let spareRows = 2
    /// No more rows are read, and shown again: more than any timeslot was ever given.
    static let mostPlaces = 1000

    /// The form with what was typed, or else with what a timeslot says.
    init(_ entry: FormEntry, _ timeslot: Timeslot?) {
        self.entry = entry
        let rows = TimeslotRow.rows(of: timeslot?.recurrences ?? [])
        let typed = min(
            entry.typedNames.count { $0.hasPrefix("start_") }, Input.mostItems + Self.spareRows)
        let count = max(rows.count + Self.spareRows, 3, typed)
        fields =
            [
                .line(
                    entry.field("name", value: timeslot?.name ?? ""), "Name", in: "timeslot",
                    isRequired: true)
            ]
            + (0..<count).flatMap { row in
                Self.fields(of: row, entry, row < rows.count ? rows[row] : nil)
            }
    }

    private static func fields(
        of row: Int, _ entry: FormEntry, _ shown: TimeslotRow?
    ) -> [PageField] {
        let days = TimeslotRow.dayNames.enumerated().map { ("\($0.offset + 1)", $0.element) }
        return [
            .checks(
                entry.choices("days_\(row)", values: shown?.recurrence.days.map { "\($0)" } ?? []),
                "Row \(row + 1): days", in: "timeslot", days),
            .line(
                entry.field("start_\(row)", value: shown?.typedStart ?? ""), "From",
                in: "timeslot", type: "time", hint: "Empty: midnight."),
            .line(
                entry.field("end_\(row)", value: shown?.typedEnd ?? ""), "Until",
                in: "timeslot", type: "time", hint: "Empty: midnight."),
            .select(
                entry.field(
                    "holidays_\(row)", value: (shown?.recurrence.holidays ?? .any).rawValue),
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
