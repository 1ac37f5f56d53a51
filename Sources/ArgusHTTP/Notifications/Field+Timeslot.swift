import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == TimeslotChange {
    /// When somebody wants to be notified; `isWhole` says that all of it has to be told.
    package static func timeslot(isWhole: Bool) -> Form {
        let field = Field(
            Field<String?>.someText("name", .characters(40)).required(if: isWhole)
                .note("Unique among one's own."),
            Field<[TimeRecurrence]?>.objects(
                "time_recurrences", "NewTimeRecurrence", .timeRecurrence, isRequired: isWhole)
        ) { TimeslotChange(name: $0, recurrences: $1) }
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
        let days = Schema.list(of: .integer(1...7), atMost: 50)
            .note("1 for Monday to 7 for Sunday.")
        return Field(
            Field<[Int]>("days", days.required) { input, name in
                input.required(name).flatMap { input.choices(name, $0, weekday) } ?? []
            },
            Field<TimesOfDay>.timesOfDay
        ) { days, times throws(Refusal) in
            try TimeRecurrence(days: days, start: times.start, end: times.end)
        }
    }

    private static func weekday(_ code: String) -> Int? {
        code.utf8.count == 1 ? Int(code).flatMap { (1...7).contains($0) ? $0 : nil } : nil
    }
}

private typealias TimesOfDay = (start: TimeOfDay, end: TimeOfDay)

extension Field where Value == TimesOfDay {
    fileprivate static var timesOfDay: Field {
        let time = Schema.text(matching: "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
        return Field([
            "all_day": .bool.orNull.note("True: the whole of each day."),
            "start": time.note("Needed unless it is `all_day`."),
            "end": time.note("After the start. Needed unless it is `all_day`."),
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
