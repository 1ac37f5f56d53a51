import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// A row of a timeslot as people think of it: some days, and from when until when, which may be on
/// the next day.
struct TimeslotRow: Equatable {
    /// 1 for Monday to 7 for Sunday.
    let days: [Int]
    let start: TimeOfDay
    /// ``TimeOfDay/lastOfDay`` for midnight; not after the start if it is on the next day.
    let end: TimeOfDay

    static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// What the row says in a few words.
    var text: String {
        let isWhole = start == .midnight && end == .lastOfDay
        let times = isWhole ? "all day" : "\(Self.written(start))–\(Self.written(end))"
        return "\(Self.names(of: days)) \(times)\(isOvernight ? " (next day)" : "")"
    }

    /// Whether it goes on until the next day.
    var isOvernight: Bool { end <= start }

    /// What is stored of it: what goes past midnight is two recurrences.
    var recurrences: [TimeRecurrence] {
        get throws(Refusal) {
            guard isOvernight else {
                return [try TimeRecurrence(days: days, start: start, end: end)]
            }
            let evening = try TimeRecurrence(days: days, start: start, end: .lastOfDay)
            guard end > .midnight else { return [evening] }
            return [
                evening,
                try TimeRecurrence(days: days.map(Self.next), start: .midnight, end: end),
            ]
        }
    }

    /// The rows that recurrences are: an evening and the morning after it are one.
    static func rows(of recurrences: [TimeRecurrence]) -> [TimeslotRow] {
        var left = recurrences
        var rows: [TimeslotRow] = []
        while !left.isEmpty {
            let one = left.removeFirst()
            let morning = left.firstIndex { isMorning($0, after: one) }
            if let morning {
                rows.append(
                    TimeslotRow(days: one.days, start: one.start, end: left[morning].end))
                left.remove(at: morning)
            } else if let evening = left.firstIndex(where: { isMorning(one, after: $0) }) {
                rows.append(
                    TimeslotRow(
                        days: left[evening].days, start: left[evening].start, end: one.end))
                left.remove(at: evening)
            } else {
                rows.append(TimeslotRow(days: one.days, start: one.start, end: one.end))
            }
        }
        return rows
    }

    private static func isMorning(
        _ morning: TimeRecurrence, after evening: TimeRecurrence
    ) -> Bool {
        evening.end == .lastOfDay && evening.start > .midnight && morning.start == .midnight
            && morning.end <= evening.start && morning.days == evening.days.map(next).sorted()
    }

    private static func next(_ day: Int) -> Int { day % 7 + 1 }

    /// A time as a clock shows it; the last moment of a day as 24:00.
    static func written(_ time: TimeOfDay) -> String {
        time == .lastOfDay ? "24:00" : String(time.text.prefix(5))
    }

    private static func names(of days: [Int]) -> String {
        switch days {
        case Array(1...7): "Every day"
        case Array(1...5): "Mon–Fri"
        default: days.map { dayNames[$0 - 1] }.joined(separator: ", ")
        }
    }
}
