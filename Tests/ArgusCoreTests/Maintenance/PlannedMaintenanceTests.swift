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
}
