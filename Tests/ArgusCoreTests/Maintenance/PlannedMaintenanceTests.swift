import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Planned maintenance` {
    /// From an hour after the sample moment to two hours after it.
    private let task = PlannedMaintenance(
        id: 1, createdBy: 1, creatorName: "alice", created: .sample, startTime: .sample(3600),
        endTime: .sample(7200), description: "", filters: [1])

    private func refused(_ problems: Problem...) -> Refusal {
        .invalid(.fields([Problems.Field(Problems.whole, .messages(problems))]))
    }

    private func change(
        start: Timestamp? = nil, end: Timestamp? = nil, description: String? = nil
    ) -> PlannedMaintenanceChange {
        var change = PlannedMaintenanceChange()
        (change.startTime, change.endTime, change.description) = (start, end, description)
        return change
    }

    @Test func `covers its time, both ends included`() {
        #expect(task.covers(.sample(3600)) && task.covers(.sample(7200)))
        #expect(!task.covers(.sample(3599)) && !task.covers(.sample(7201)))
    }

    @Test func `ends after it begins`() {
        #expect(throws: refused(.order(.maintenance))) {
            try NewPlannedMaintenance(startTime: .sample, endTime: .sample, filters: [1])
        }
        #expect(throws: refused(.order(.maintenance))) {
            try task.changed(change(end: .sample(3600)), at: .sample)
        }
    }

    @Test func `keeps its start once it has begun`() throws {
        let now = Timestamp.sample(3600)

        #expect(
            try task.changed(change(start: .sample(4000)), at: .sample).startTime == .sample(4000))
        #expect(try task.changed(change(start: .sample(3600)), at: now) == task)
        #expect(try task.changed(change(end: .infinity), at: now).endTime == .infinity)
        #expect(throws: refused(.maintenance(.begun))) {
            try task.changed(change(start: .sample), at: now)
        }
        #expect(throws: refused(.maintenance(.begun), .order(.maintenance))) {
            try task.changed(change(start: .sample(9000)), at: now)
        }
    }

    @Test func `can be changed until twelve hours after its end`() throws {
        let last = Timestamp.sample(7200 + 12 * 3600)

        #expect(try task.changed(change(description: "x"), at: last).description == "x")
        #expect(throws: refused(.maintenance(.longOver))) {
            try task.changed(change(description: "x"), at: last.advanced(by: .microseconds(1)))
        }
    }

    @Test func `can be deleted until it begins`() throws {
        try task.checkDeletable(at: .sample(3599))
        #expect(throws: Refusal.because(.maintenanceBegan)) {
            try task.checkDeletable(at: .sample(3600))
        }
    }

    /// Every day, an hour from an hour after the sample moment on.
    private func daily() throws -> PlannedMaintenance {
        var daily = task
        daily.recurrence = MaintenanceRecurrence(try RecurrenceRule("FREQ=DAILY"), in: .utc)
        return daily
    }

    private static let day: Double = 86_400

    @Test func `that comes again stays what it is for those who give back the window they see`()
        throws
    {
        let (task, now) = (try daily(), Timestamp.sample(3 * Self.day))
        var back = change(
            start: .sample(3 * Self.day + 3600), end: .sample(3 * Self.day + 7200),
            description: "x")
        back.isOfOneWindow = true
        let changed = try task.changed(back, at: now)

        #expect(changed.startTime == task.startTime && changed.endTime == task.endTime)
        #expect(changed.description == "x" && changed.recurrence == task.recurrence)
        back.endTime = .sample(4 * Self.day)
        #expect(
            throws: Refusal.invalid(
                "end_time", "It comes again, so its times are changed over version 3.")
        ) {
            try task.changed(back, at: now)
        }
    }

    @Test func `that comes again can be ended for good, also between its windows`() throws {
        let task = try daily()
        let within = try task.ended(at: .sample(Self.day + 4000))
        let between = try task.ended(at: .sample(Self.day + 9000))

        #expect(within.covers(.sample(Self.day + 3999)) && !within.covers(.sample(Self.day + 4001)))
        #expect(!between.covers(.sample(2 * Self.day + 4000)))
        #expect(between.covers(.sample(Self.day + 4000)))
        #expect(throws: Refusal.invalid(Problems.whole, "It is over already.")) {
            try within.ended(at: .sample(2 * Self.day))
        }
        #expect(throws: refused(.maintenance(.longOver))) {
            try within.changed(change(description: "x"), at: .sample(3 * Self.day))
        }
    }

    @Test func `that comes again has a first window of its rule, with an end`() throws {
        let mondays = MaintenanceRecurrence(try RecurrenceRule("FREQ=WEEKLY;BYDAY=MO"), in: .utc)
        let over = MaintenanceRecurrence(try RecurrenceRule("FREQ=DAILY;UNTIL=20200101"), in: .utc)
        func plan(_ recurrence: MaintenanceRecurrence, hours: Double = 1) throws {
            _ = try NewPlannedMaintenance(
                startTime: .sample, endTime: hours.isInfinite ? .infinity : .sample(hours * 3600),
                filters: [1], recurrence: recurrence)
        }

        #expect(
            throws: Refusal.invalid(
                "recurrence", "In UTC it begins on 2025-06-15, which is no day of the rule.")
        ) { try plan(mondays) }
        #expect(throws: Refusal.invalid("recurrence", "UNTIL lies before the start.")) {
            try plan(over)
        }
        let daily = try #require(try daily().recurrence)
        #expect(throws: Refusal.self) { try plan(daily, hours: .infinity) }
        #expect(throws: Refusal.self) { try plan(daily, hours: 31 * 24 + 1) }
        try plan(daily, hours: 31 * 24)
    }
}
