import ArgusCore
import ArgusHTTP
import ArgusVocabulary

extension TimeslotForm {
    /// What the form says.
    struct Said: Sendable {
        let name: String
        /// Those that have days.
        let rows: [Row]

        /// A row, by its place in the form.
        struct Row: Sendable {
            let place: Int
            let days: [Int]
            let start: TypedTime
            let end: TypedTime
            let holidays: TimeRecurrence.HolidayRule

            /// What it is, or becomes of one that was shown.
            func recurrence(of old: TimeslotRow?) -> TimeRecurrence {
                let oldStart = old?.typedStart == start.text ? old?.recurrence.start : nil
                let oldEnd = old?.typedEnd == end.text ? old?.recurrence.end : nil
                return TimeRecurrence(
                    days: days, from: oldStart ?? start.time, until: oldEnd ?? end.time,
                    holidays: holidays)
            }
        }

        /// A time, and what was typed for it.
        struct TypedTime: Sendable {
            let text: String
            let time: TimeOfDay
        }

        /// When a new timeslot lasts, or one that was shown: a field for a time knows no seconds, so a
        /// time that was left alone stays as it is.
        func recurrences(of old: Timeslot? = nil) throws(Refusal) -> [TimeRecurrence] {
            let known = old?.recurrences ?? []
            let most = max(Input.mostItems, known.count)
            guard rows.count <= most else {
                throw .invalid(Problems.whole, .text("A timeslot has no more than \(most) rows."))
            }
            let shown = TimeslotRow.rows(of: known)
            return rows.map {
                $0.recurrence(of: shown.indices.contains($0.place) ? shown[$0.place] : nil)
            }
        }
    }

    static let form = Form(
        Field(Field<String>.requiredText("name", .characters(40)), rows) {
            Said(name: $0, rows: $1)
        })

    /// As many as there are.
    private static let rows = Field<[Said.Row]>([:]) { input in
        // No timeslot has more, so the rest need not be looked at.
        let places = places(input.object.names).prefix(mostPlaces)
        var rows: [Said.Row] = []
        for place in places {
            if let row = row(at: place, &input) { rows.append(row) }
        }
        return rows
    }

    /// The places of rows of which days are chosen.
    private static func places(_ names: [String]) -> [Int] {
        names.filter { $0.hasPrefix("days_") }.compactMap { name in
            Int(name.dropFirst(5)).flatMap { $0 >= 0 && name == "days_\($0)" ? $0 : nil }
        }.sorted()
    }

    private static func row(at place: Int, _ input: inout Input) -> Said.Row? {
        let days = input.optional("days_\(place)").flatMap {
            input.choices("days_\(place)", $0) { code in
                Int(code).flatMap { (1...7).contains($0) ? $0 : nil }
            }
        }
        let start = time("start_\(place)", &input, start)
        let end = time("end_\(place)", &input, end)
        guard let start, let end, let days, !days.isEmpty else { return nil }
        let rule = input.text("holidays_\(place)").flatMap(
            TimeRecurrence.HolidayRule.init(rawValue:))
        return Said.Row(place: place, days: days, start: start, end: end, holidays: rule ?? .any)
    }

    private static func time(
        _ name: String, _ input: inout Input, _ read: (String) -> TimeOfDay?
    ) -> Said.TypedTime? {
        let text = input.text(name) ?? ""
        if let time = read(text) { return Said.TypedTime(text: text, time: time) }
        input.refuse(name, "It is no time of day, such as 08:00.")
        return nil
    }

    private static func start(_ text: String) -> TimeOfDay? {
        text.isEmpty ? .midnight : TimeOfDay(text)
    }

    /// An end at minute 59 is that of the whole minute: who types 23:59 wants no hole before midnight.
    private static func end(_ text: String) -> TimeOfDay? {
        if ["", "24:00"].contains(text) { return .lastOfDay }
        guard let time = TimeOfDay(text) else { return nil }
        if time == .midnight { return .lastOfDay }
        let isWholeMinute = text.hasSuffix(":59") && text.count(where: { $0 == ":" }) == 1
        return isWholeMinute
            ? TimeOfDay(microseconds: time.microseconds + 59_999_999) : time
    }
}
