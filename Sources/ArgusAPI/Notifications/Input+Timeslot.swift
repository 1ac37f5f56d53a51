import ArgusCore
import ArgusHTTP
import ArgusWire

extension Input {
    /// A list of recurrences; nil if it is missing.
    mutating func timeRecurrences(_ name: String, isRequired: Bool) -> [TimeRecurrence]? {
        guard let value = isRequired ? required(name) : optional(name) else { return nil }
        return objects(name, value) { input throws(Refusal) in try input.timeRecurrence() }
    }

    private mutating func timeRecurrence() throws(Refusal) -> TimeRecurrence {
        let days = weekdays("days")
        let isAllDay = nullableBool("all_day") ?? false
        let start = isAllDay ? .midnight : timeOfDay("start")
        let end = isAllDay ? .lastOfDay : timeOfDay("end")
        try check()
        return try TimeRecurrence(days: days, start: start, end: end)
    }

    private mutating func weekdays(_ name: String) -> [Int] {
        guard let value = required(name), let items = items(name, value, atMost: 50) else {
            return []
        }
        for item in items where Self.weekday(item) == nil {
            refuse(name, "\"\(item.pythonText)\" is not a valid choice.")
            return []
        }
        return items.compactMap { Self.weekday($0) }
    }

    private static func weekday(_ value: JSONValue) -> Int? {
        switch value {
        case .integer(let day) where (1...7).contains(day): Int(day)
        case .string(let text): Int(text).flatMap { (1...7).contains($0) ? $0 : nil }
        default: nil
        }
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
