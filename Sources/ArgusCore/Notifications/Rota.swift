import ArgusVocabulary

/// When a team hands over: every week, on a weekday at a time of day, by the clocks of a zone.
package struct Rota: Hashable, Sendable {
    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int
    package var time: TimeOfDay
    package var zone: Zone

    /// Hands over on a weekday from 1 to 7.
    package init(weekday: Int, time: TimeOfDay, zone: Zone) {
        (self.weekday, self.time, self.zone) = (weekday, time, zone)
    }

    private static let day: Int64 = 86_400_000_000

    /// How many days after 1970-01-01, a Thursday, the first hand-over is.
    private var firstDay: Int64 { Int64((weekday + 3) % 7) }

    /// When a week begins: a time that clocks skip is read with the offset before, one that they show
    /// twice is the first.
    package func start(ofWeek week: Int64) -> Timestamp {
        let local = (firstDay + week * 7) * Self.day + time.microseconds
        return zone.moment(of: CivilTime(microsecondsSinceEpoch: local))
    }

    /// The number of the week that a moment lies in; a hand-over is the first moment of its week.
    package func week(at moment: Timestamp) -> Int64 {
        let local = zone.civilTime(at: moment).microsecondsSinceEpoch
        let week = (local.flooredQuotient(by: Self.day) - firstDay).flooredQuotient(by: 7)
        if start(ofWeek: week) > moment { return week - 1 }
        return start(ofWeek: week + 1) <= moment ? week + 1 : week
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
