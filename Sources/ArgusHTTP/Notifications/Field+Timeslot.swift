import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == TimeslotChange {
    /// When somebody wants to be notified; `isWhole` says that all of it has to be told.
    ///
    /// Only version 3 knows of nights in one row, and of holidays.
    package static func timeslot(_ version: APIVersion, isWhole: Bool) -> Form {
        let isNew = version == .v3
        let field = Field(
            Field<String?>.someText("name", .characters(40)).required(if: isWhole)
                .note("Unique among one's own."),
            Field<[TimeRecurrence]?>.objects(
                "time_recurrences", "NewTimeRecurrence", isNew ? .anyRecurrence : .timeRecurrence,
                isRequired: isWhole)
        ) { TimeslotChange(name: $0, recurrences: $1, areSimple: !isNew) }
        return Form(
            isWhole ? "NewTimeslot" : "PatchedTimeslot", field,
            example: [
                "name": "work",
                "time_recurrences": [["days": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"]],
            ])
    }
}

extension Field where Value == TimeRecurrence {
    /// Some days of the week, and from when to when on each.
    fileprivate static var timeRecurrence: Field {
        Field(Field<[Int]>.days, Field<TimesOfDay>.timesOfDay) { days, times throws(Refusal) in
            try TimeRecurrence(days: days, start: times.start, end: times.end)
        }
    }

    /// The same, until the next day if the end is not after the start; and what holidays mean for it.
    fileprivate static var anyRecurrence: Field {
        let words = TimeRecurrence.HolidayRule.allCases.map(\.rawValue)
        let rule = Schema.choice(words).note(
            "On holidays as on other days (`any`, if missing), not on them, or only on them.")
        return Field(
            Field<[Int]>.days, Field<TimesOfDay>.anyTimesOfDay,
            Field<TimeRecurrence.HolidayRule>("holidays", rule) { input, name in
                guard let text = input.text(name) else { return .any }
                if let rule = TimeRecurrence.HolidayRule(rawValue: text) { return rule }
                input.refuse(name, .text("Known are \(words.joined(separator: ", "))."))
                return .any
            }
        ) { days, times, holidays in
            TimeRecurrence(
                days: days, from: times.start, until: times.end, holidays: holidays)
        }
    }
}

extension Field where Value == [Int] {
    fileprivate static var days: Field {
        let days = Schema.list(of: .integer(1...7), atMost: 50)
            .note("1 for Monday to 7 for Sunday.")
        return Field("days", days.required) { input, name in
            input.required(name).flatMap { input.choices(name, $0, weekday) } ?? []
        }
    }

    private static func weekday(_ code: String) -> Int? {
        code.utf8.count == 1 ? Int(code).flatMap { (1...7).contains($0) ? $0 : nil } : nil
    }
}

private typealias TimesOfDay = (start: TimeOfDay, end: TimeOfDay)

extension Field where Value == TimesOfDay {
    fileprivate static var timesOfDay: Field { times("After the start.") }

    fileprivate static var anyTimesOfDay: Field {
        times("If it is not after the start, it is on the next day.")
    }

    private static func times(_ note: String) -> Field {
        let time = Schema.text(matching: "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
        return Field([
            "all_day": .bool.orNull.note("True: the whole of each day."),
            "start": time.note("Needed unless it is `all_day`."),
            "end": time.note("\(note) Needed unless it is `all_day`."),
        ]) { input in
            if input.nullableBool("all_day") == true { return (.midnight, .lastOfDay) }
            return (input.timeOfDay("start"), input.timeOfDay("end"))
        }
    }
}

extension Input {
    fileprivate mutating func timeOfDay(_ name: String) -> TimeOfDay {
        guard let value = required(name) else { return .midnight }
        guard let time = value.string.flatMap({ TimeOfDay(String($0.trimmingBlanks())) }) else {
            refuse(
                name,
                "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]].")
            return .midnight
        }
        return time
    }
}
