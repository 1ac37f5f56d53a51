import ArgusCore
import ArgusHTTP
import ArgusWire

extension Input {
    /// A list of recurrences; nil if it is missing.
    mutating func timeRecurrences(_ name: String, isRequired: Bool) -> [TimeRecurrence]? {
        objects(name, isRequired: isRequired) { input throws(Refusal) in
            try input.timeRecurrence()
        }
    }

    private mutating func timeRecurrence() throws(Refusal) -> TimeRecurrence {
        let days = required("days").flatMap { choices("days", $0, Self.weekday) } ?? []
        let isAllDay = nullableBool("all_day") ?? false
        let start = isAllDay ? .midnight : timeOfDay("start")
        let end = isAllDay ? .lastOfDay : timeOfDay("end")
        try check()
        return try TimeRecurrence(days: days, start: start, end: end)
    }

    private static func weekday(_ code: String) -> Int? {
        code.utf8.count == 1 ? Int(code).flatMap { (1...7).contains($0) ? $0 : nil } : nil
    }

    private mutating func timeOfDay(_ name: String) -> TimeOfDay {
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
