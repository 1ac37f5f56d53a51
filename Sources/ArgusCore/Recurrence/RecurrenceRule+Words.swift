import ArgusVocabulary

/// A rule as people read it.
extension RecurrenceRule {
    fileprivate static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// What the rule says, such as `every 2 weeks on Sat, Sun`.
    package var words: String {
        let end: String
        if let until {
            end = ", until \(until.time.dateText)"
        } else {
            end = count.map { ", \($0) times" } ?? ""
        }
        switch frequency {
        case .daily: return "\(every("day"))\(end)"
        case .weekly(let days) where days.isEmpty: return "\(every("week"))\(end)"
        case .weekly(let days):
            return
                "\(every("week")) on \(days.map { Self.names[$0 - 1] }.joined(separator: ", "))\(end)"
        case .monthly(let places):
            return "\(every("month")) on the \(places.map(\.words).joined(separator: ", "))\(end)"
        }
    }

    private func every(_ period: String) -> String {
        interval == 1 ? "every \(period)" : "every \(interval) \(period)s"
    }
}

extension RecurrenceRule.Place {
    fileprivate var words: String {
        let ordinals = ["1st", "2nd", "3rd", "4th", "5th"]
        let which = ordinals[abs(ordinal) - 1]
        let name = RecurrenceRule.names[weekday - 1]
        if ordinal == -1 { return "last \(name)" }
        return ordinal < 0 ? "\(which) last \(name)" : "\(which) \(name)"
    }
}
