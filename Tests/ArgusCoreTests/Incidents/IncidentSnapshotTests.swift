import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

private let nav = Requester.sample(user: .sample(id: 5, username: "nav"), source: 1)

private func report(
    _ identifier: String, start: Timestamp = .sample, end: EndTime = .open, level: Level? = nil
) throws -> IncidentReport {
    var change = IncidentChange(tagRule: .removableByAll)
    change.level = level
    let new = try NewIncident.sample(
        startTime: start, endTime: end, sourceIncidentID: identifier, level: level ?? .information)
    return IncidentReport(new: new, change: change)
}

extension IncidentSnapshot {
    fileprivate func plan(
        _ known: Incident..., now: Timestamp = .sample(100)
    ) throws(Refusal) -> SnapshotPlan {
        try plan(from: known, by: nav, at: now)
    }
}

@Suite struct `A snapshot's difference` {
    private let a = Incident.sample(id: 1, sourceIncidentID: "a")
    private let b = Incident.sample(id: 2, sourceIncidentID: "b")

    @Test func `opens what is missing, closes what is not in it, leaves the rest`() throws {
        let snapshot = try IncidentSnapshot([report("a"), report("c")], description: "Gone")

        let plan = try snapshot.plan(a, b)

        let end = NewEvent.sample(.end, timestamp: .sample(100), actor: 5, description: "Gone")
        #expect(plan.opened.map(\.sourceIncidentID) == ["c"])
        #expect(plan.unchanged == [a])
        #expect(plan.closed.map(\.incident.endTime) == [.ended(.sample(100))])
        #expect(plan.closed.map(\.events) == [[end]])
        #expect(plan.openCount == 2)
    }

    @Test(.bug(id: 9)) func `tells apart identifiers that only look the same`() throws {
        let known = Incident.sample(id: 1, sourceIncidentID: "\u{c5}")
        let snapshot = try IncidentSnapshot([report("A\u{30a}"), report("\u{c5}")])

        let both = try snapshot.plan(known)
        let other = try IncidentSnapshot([report("A\u{30a}")]).plan(known)

        #expect(both.opened.count == 1)
        #expect(both.unchanged == [known])
        #expect(other.closed.map(\.old) == [known])
    }

    @Test func `updates what differs`() throws {
        let plan = try IncidentSnapshot([report("a", level: .high)]).plan(a)

        #expect(plan.updated.map(\.incident.level) == [.high])
        #expect(plan.unchanged.isEmpty)
    }

    @Test func `opens again what is closed`() throws {
        var closed = a
        closed.endTime = .ended(.sample(10))

        let old = try IncidentSnapshot([report("a")]).plan(closed)
        let new = try IncidentSnapshot([report("a", start: .sample(20))]).plan(closed)

        #expect(old.reopened.map(\.incident.endTime) == [.open])
        #expect(old.reopened.map { $0.events.map(\.timestamp) } == [[.sample(100)]])
        #expect(new.reopened.map { $0.events.map(\.timestamp) } == [[.sample(20)]])
        #expect(old.openCount == 0)
    }

    @Test func `leaves what is newer than it`() throws {
        var closed = a
        closed.endTime = .ended(.sample(60))
        let new = Incident.sample(id: 2, startTime: .sample(60), sourceIncidentID: "b")

        let plan = try IncidentSnapshot([report("a")], taken: .sample(50))
            .plan(closed, new)

        #expect(plan.skipped == [closed, new])
        #expect(plan.closed.isEmpty)
    }

    @Test func `closes at the moment at which it was taken, but never ahead`() throws {
        for (taken, end) in [(50.0, 50.0), (500, 100)] {
            let plan = try IncidentSnapshot([], taken: .sample(taken)).plan(a)

            #expect(plan.closed.map(\.incident.endTime) == [.ended(.sample(end))])
        }
    }

    @Test func `leaves stateless incidents`() throws {
        var stateless = a
        stateless.endTime = .stateless

        #expect(try IncidentSnapshot([report("a")]).plan(stateless).skipped == [stateless])
    }

    @Test func `is refused unless its problems are open and can be told apart`() throws {
        let reports = try [
            report("a"), report(""), report("a"), report("b", end: .ended(.sample(1))),
        ]

        let error = #expect(throws: Refusal.self) { try IncidentSnapshot(reports) }

        let text =
            "incidents: 1: source_incident_id: It has to be given.; "
            + "2: source_incident_id: Another incident of the snapshot has this identifier.; "
            + "3: end_time: A snapshot holds open incidents: leave this out, or say 'infinity'."
        #expect(error?.description == text)
    }
}

@Suite struct `The limit to what a snapshot closes` {
    @Test func `is a share, but never fewer than eleven`() {
        let limit = CloseLimit(share: 50)

        #expect(limit.allows(closing: 10, of: 10))
        #expect(!limit.allows(closing: 11, of: 21))
        #expect(limit.allows(closing: 11, of: 22))
        #expect(CloseLimit(share: 100).allows(closing: 500, of: 500))
        #expect(!CloseLimit(share: 0).allows(closing: 11, of: 5000))
    }

    @Test func `gives way to a confirmation`() {
        #expect(CloseLimit(confirmation: .all).allows(closing: 500, of: 500))
        #expect(CloseLimit(confirmation: .upTo(20)).allows(closing: 20, of: 20))
        #expect(!CloseLimit(confirmation: .upTo(19)).allows(closing: 20, of: 20))
    }
}
