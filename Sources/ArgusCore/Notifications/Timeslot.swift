import ArgusVocabulary

/// When somebody wants to be notified: on which weekdays, between which times of day.
package struct Timeslot: Hashable, Sendable {
    package typealias ID = Identifier<Timeslot>

    package let id: ID
    package let user: User.ID
    /// Unique among the owner's.
    package var name: String
    /// Without one, it covers no moment.
    package var recurrences: [TimeRecurrence]

    /// Puts a timeslot together from what is stored.
    package init(id: ID, user: User.ID, name: String, recurrences: [TimeRecurrence]) {
        (self.id, self.user, self.name, self.recurrences) = (id, user, name, recurrences)
    }

    /// Whether a moment lies in it, as wall clocks of a zone show that moment.
    package func covers(
        _ moment: Timestamp, in zone: Zone, _ holidays: HolidayCalendar = .empty
    ) -> Bool {
        answer(moment, in: zone, holidays) == .covered
    }

    /// Whether a moment lies in it, and if it does not whether that is because of a holiday.
    package func answer(
        _ moment: Timestamp, in zone: Zone, _ holidays: HolidayCalendar
    ) -> Answer {
        let time = zone.civilTime(at: moment)
        let today = time.dayNumber
        var answer = Answer.outside
        for recurrence in recurrences {
            for day in recurrence.days(covering: time, today: today) {
                if recurrence.holidays == .any { return .covered }
                let holiday = holidays.holiday(onDay: day, at: moment, in: zone)
                if (holiday != nil) == (recurrence.holidays == .only) { return .covered }
                if let holiday { answer = .holiday(holiday) }
            }
        }
        return answer
    }

    /// Whether a moment lies in a timeslot.
    package enum Answer: Hashable, Sendable {
        case covered, outside
        /// It would, if the day were no holiday; with its name.
        case holiday(String)
    }

    /// The timeslot after a change.
    package func changed(_ change: TimeslotChange) -> Timeslot {
        let recurrences = change.recurrences.map { change.areSimple ? keeping($0) : $0 }
        return Timeslot(
            id: id, user: user, name: change.name ?? name,
            recurrences: recurrences ?? self.recurrences)
    }

    /// What somebody says who knows of simple rows only: what they were shown and give back stays what
    /// it was, and so does what they were not shown.
    private func keeping(_ simple: [TimeRecurrence]) -> [TimeRecurrence] {
        guard recurrences.contains(where: { $0.simple != [$0] }) else { return simple }
        var left = simple
        var kept: [TimeRecurrence] = []
        for recurrence in recurrences {
            let shown = recurrence.simple
            guard shown.allSatisfy(left.contains) else { continue }
            for row in shown {
                if let place = left.firstIndex(of: row) { left.remove(at: place) }
            }
            kept.append(recurrence)
        }
        return kept + left
    }
}

/// Some weekdays, and from when until when on each; until the next day if the end is not after the
/// start.
package struct TimeRecurrence: Hashable, Sendable {
    /// On which days it begins: 1 for Monday to 7 for Sunday, in order, each once; without one it covers
    /// no moment.
    package let days: [Int]
    package let start: TimeOfDay
    package let end: TimeOfDay
    package let holidays: HolidayRule

    /// What holidays mean for a row; the day counts on which it begins.
    package enum HolidayRule: String, CaseIterable, Sendable {
        /// Nothing.
        case any
        /// It does not hold on them.
        case except
        /// It holds on them only.
        case only
    }

    /// Takes weekdays from 1 to 7; refuses a start that is not before the end.
    package init(days: [Int], start: TimeOfDay, end: TimeOfDay) throws(Refusal) {
        guard start < end else {
            throw .invalid(Problems.whole, .order(.recurrence))
        }
        self.init(days: days, from: start, until: end)
    }

    /// Takes weekdays from 1 to 7; an end that is not after the start is on the next day.
    package init(
        days: [Int], from start: TimeOfDay, until end: TimeOfDay, holidays: HolidayRule = .any
    ) {
        self.days = Set(days).sorted()
        (self.start, self.end, self.holidays) = (start, end, holidays)
    }

    /// Whether it lasts from the first to the last moment of each of its days.
    package var isAllDay: Bool { start == .midnight && end == .lastOfDay }

    /// Whether it goes on until the next day.
    package var isOvernight: Bool { end <= start }

    /// The days on which it begins and covers a date and time, both ends of it included: that day, or
    /// the day before.
    fileprivate func days(covering time: CivilTime, today: Int) -> [Int] {
        let clock = TimeOfDay(time)
        let begins = clock >= start && (isOvernight || clock <= end)
        var numbers: [Int] = []
        if begins, days.contains(time.weekday) { numbers.append(today) }
        if isOvernight, clock <= end, days.contains((time.weekday + 5) % 7 + 1) {
            numbers.append(today - 1)
        }
        return numbers
    }

    /// What those are shown of it who know of no nights and no holidays: an evening and a morning, and
    /// nothing of what holds on holidays only.
    package var simple: [TimeRecurrence] {
        if holidays == .only { return [] }
        guard isOvernight else { return [TimeRecurrence(days: days, from: start, until: end)] }
        let evening = TimeRecurrence(days: days, from: start, until: .lastOfDay)
        guard end > .midnight else { return [evening] }
        return [
            evening,
            TimeRecurrence(days: days.map { $0 % 7 + 1 }, from: .midnight, until: end),
        ]
    }

    /// Every day around the clock.
    package static let always = TimeRecurrence(
        days: Array(1...7), from: .midnight, until: .lastOfDay)
}

/// What is needed to store a timeslot.
package struct NewTimeslot: Hashable, Sendable {
    package var name: String
    package var recurrences: [TimeRecurrence]

    /// Describes a timeslot to store.
    package init(name: String, recurrences: [TimeRecurrence]) {
        (self.name, self.recurrences) = (name, recurrences)
    }

    /// What every account begins with.
    package static let allTheTime = NewTimeslot(name: "All the time", recurrences: [.always])
}

/// Which fields of a timeslot are to change; nil leaves one as it is.
package struct TimeslotChange: Hashable, Sendable {
    package var name: String?
    package var recurrences: [TimeRecurrence]?
    /// Whether whoever says this knows of no nights and no holidays.
    package var areSimple: Bool

    /// Describes a change.
    package init(
        name: String? = nil, recurrences: [TimeRecurrence]? = nil, areSimple: Bool = false
    ) {
        (self.name, self.recurrences, self.areSimple) = (name, recurrences, areSimple)
    }
}
