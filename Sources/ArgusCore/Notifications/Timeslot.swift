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
    package func covers(_ moment: Timestamp, in zone: Zone) -> Bool {
        let time = zone.civilTime(at: moment)
        return recurrences.contains { $0.covers(time) }
    }

    /// The timeslot after a change.
    package func changed(_ change: TimeslotChange) -> Timeslot {
        Timeslot(
            id: id, user: user, name: change.name ?? name,
            recurrences: change.recurrences ?? recurrences)
    }
}

/// Some weekdays, and from when until when on each; never across midnight.
package struct TimeRecurrence: Hashable, Sendable {
    /// 1 for Monday to 7 for Sunday, in order, each once; without one it covers no moment.
    package let days: [Int]
    package let start: TimeOfDay
    package let end: TimeOfDay

    /// Takes weekdays from 1 to 7; refuses a start that is not before the end.
    package init(days: [Int], start: TimeOfDay, end: TimeOfDay) throws(Refusal) {
        guard start < end else {
            throw .invalid(Problems.whole, .order(.recurrence))
        }
        self.init(days: Set(days).sorted(), from: start, to: end)
    }

    private init(days: [Int], from start: TimeOfDay, to end: TimeOfDay) {
        (self.days, self.start, self.end) = (days, start, end)
    }

    /// Whether it lasts from the first to the last moment of each of its days.
    package var isAllDay: Bool { start == .midnight && end == .lastOfDay }

    /// Whether a date and time lies in it; both ends do.
    package func covers(_ time: CivilTime) -> Bool {
        days.contains(time.weekday) && (start...end).contains(TimeOfDay(time))
    }

    /// Every day around the clock.
    package static let always = TimeRecurrence(
        days: Array(1...7), from: .midnight, to: .lastOfDay)
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

    /// Describes a change.
    package init(name: String? = nil, recurrences: [TimeRecurrence]? = nil) {
        (self.name, self.recurrences) = (name, recurrences)
    }
}
