import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

private let nav = Requester.sample(user: .sample(id: 5, username: "nav"), source: 1)

/// A report that says where it begins and how it ends, and perhaps more.
private func report(
    start: Timestamp = .sample, end: EndTime = .open, _ change: IncidentChange = IncidentChange()
) throws -> IncidentReport {
    let new = try NewIncident.sample(
        startTime: start, endTime: end, description: "Down", tags: change.tags ?? [])
    return IncidentReport(new: new, change: change)
}

extension Incident {
    fileprivate func reported(
        _ report: IncidentReport, at moment: Timestamp = .sample(100)
    ) throws(Refusal) -> IncidentRevision {
        try reported(report, by: nav, at: moment)
    }
}

@Suite struct `Reporting a problem again` {
    @Test func `changes nothing where nothing differs`() throws {
        let revision = try Incident.sample().reported(report())

        #expect(!revision.isChange)
    }

    @Test func `changes what was said, and logs it`() throws {
        var change = IncidentChange(tagRule: .removableByAll)
        change.level = .critical

        let revision = try Incident.sample(description: "Box").reported(report(change))

        #expect(revision.incident.level == .critical)
        #expect(revision.incident.description == "Box")
        #expect(revision.events.map(\.description) == [#"Change: "level": 5 → 1"#])
        #expect(revision.events.map(\.actor) == [5])
    }

    @Test func `replaces the source's tags and keeps those of others`() throws {
        var incident = Incident.sample(tags: ["a=1", "b=1"], tagsAddedBy: 5)
        incident.tags.append(.init(tag: "ours=1", addedBy: 3, addedTime: .sample))
        var change = IncidentChange(tagRule: .removableByAll)
        change.tags = ["b=1", "c=1"]

        let revision = try incident.reported(report(change))

        #expect(revision.incident.tags.map(\.tag) == ["b=1", "ours=1", "c=1"])
    }

    @Test(.bug(id: 9)) func `that was over before this one began changes nothing`() throws {
        let old = try report(start: .sample(-100), end: .ended(.sample(-1)))

        #expect(try !Incident.sample().reported(old).isChange)
    }

    @Test func `with an end closes it then`() throws {
        let revision = try Incident.sample().reported(report(end: .ended(.sample(50))))

        #expect(revision.incident.endTime == .ended(.sample(50)))
        #expect(revision.events.map(\.type) == [.end])
    }

    @Test func `that began after the end opens it again`() throws {
        let incident = Incident.sample(endTime: .ended(.sample(10)))

        let revision = try incident.reported(report(start: .sample(20)))

        let event = NewEvent.sample(
            .restart, timestamp: .sample(20), received: .sample(100), actor: 5, description: "Down")
        #expect(revision.incident.endTime == .open)
        #expect(revision.events == [event])
    }

    @Test func `that came back and is over has both in its log`() throws {
        let incident = Incident.sample(endTime: .ended(.sample(10)))

        let revision = try incident.reported(
            report(start: .sample(20), end: .ended(.sample(30))))

        #expect(revision.incident.endTime == .ended(.sample(30)))
        #expect(revision.events.map(\.type) == [.restart, .end])
    }

    @Test func `that began before the end is an old message`() throws {
        var change = IncidentChange()
        change.level = .critical
        let incident = Incident.sample(endTime: .ended(.sample(10)))

        for start in [Timestamp.sample, .sample(10)] {
            #expect(try !incident.reported(report(start: start, change)).isChange)
        }
    }

    @Test(arguments: [(EndTime.stateless, EndTime.open), (.open, .stateless)])
    func `cannot change whether it has a state`(known: EndTime, said: EndTime) throws {
        let refusal = Refusal.invalid(
            "end_time", .event(.changesStateless))

        #expect(throws: refusal) { try Incident.sample(endTime: known).reported(report(end: said)) }
    }
}

@Suite struct `Closing a source's incident` {
    private func close(_ incident: Incident) throws -> IncidentRevision {
        try incident.closed(
            at: .sample(50), description: "Up", by: nav, received: .sample(100))
    }

    @Test func `ends it and says so in its log`() throws {
        let revision = try close(.sample())

        let event = NewEvent.sample(
            .end, timestamp: .sample(50), received: .sample(100), actor: 5, description: "Up")
        #expect(revision.incident.endTime == .ended(.sample(50)))
        #expect(revision.events == [event])
    }

    @Test func `does nothing to one that is closed`() throws {
        #expect(try !close(.sample(endTime: .ended(.sample(10)))).isChange)
    }

    @Test func `is refused for a stateless one`() throws {
        #expect(throws: Refusal.self) { try close(.sample(endTime: .stateless)) }
    }
}
