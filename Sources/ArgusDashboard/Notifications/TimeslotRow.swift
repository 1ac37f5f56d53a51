import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// A row of a timeslot as people read it.
struct TimeslotRow: Equatable {
    let recurrence: TimeRecurrence

    static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// What the row says in a few words.
    var text: String {
        let (start, end) = (recurrence.start, recurrence.end)
        let times =
            recurrence.isAllDay ? "all day" : "\(Self.written(start))–\(Self.written(end))"
        let next = recurrence.isOvernight ? " (next day)" : ""
        let holidays =
            switch recurrence.holidays {
            case .any: ""
            case .except: ", not on holidays"
            case .only: ", on holidays only"
            }
        return "\(Self.names(of: recurrence.days)) \(times)\(next)\(holidays)"
    }

    /// What stands in the form's field for its start.
    var typedStart: String { String(recurrence.start.text.prefix(5)) }

    /// What stands in the form's field for its end.
    var typedEnd: String {
        recurrence.end == .lastOfDay ? "" : String(recurrence.end.text.prefix(5))
    }

    /// The rows that recurrences are: an evening and the morning after it, as those store a night who
    /// know of no others, are one.
    static func rows(of recurrences: [TimeRecurrence]) -> [TimeslotRow] {
        var left = recurrences
        var rows: [TimeslotRow] = []
        while !left.isEmpty {
            let one = left.removeFirst()
            if let morning = left.firstIndex(where: { isMorning($0, after: one) }) {
                rows.append(night(one, left.remove(at: morning)))
            } else if let evening = left.firstIndex(where: { isMorning(one, after: $0) }) {
                rows.append(night(left.remove(at: evening), one))
            } else {
                rows.append(TimeslotRow(recurrence: one))
            }
        }
        return rows
    }

    private static func night(
        _ evening: TimeRecurrence, _ morning: TimeRecurrence
    ) -> TimeslotRow {
        TimeslotRow(
            recurrence: TimeRecurrence(
                days: evening.days, from: evening.start, until: morning.end))
    }

    private static func isMorning(
        _ morning: TimeRecurrence, after evening: TimeRecurrence
    ) -> Bool {
        evening.holidays == .any && morning.holidays == .any
            && evening.end == .lastOfDay && evening.start > .midnight && morning.start == .midnight
            && morning.end <= evening.start && morning.days == evening.days.map(next).sorted()
    }

    private static func next(_ day: Int) -> Int { day % 7 + 1 }

    /// A time as a clock shows it; the last moment of a day as 24:00.
    private static func written(_ time: TimeOfDay) -> String {
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
