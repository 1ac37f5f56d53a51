import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Changing an incident` {
    @Test func `writes nothing where nothing becomes different`() throws {
        let incident = Incident.sample(level: .low, tags: ["a=1", "b=2"])
        var change = IncidentChange()
        (change.level, change.description, change.tags) = (.low, "Box is down", ["b=2", "a=1"])
        change.metadata = "{}"

        let (changed, log) = try incident.changed(change)

        #expect(changed == incident)
        #expect(log.isEmpty)
    }

    @Test func `writes an entry for each field that becomes different`() throws {
        var change = IncidentChange()
        (change.level, change.description) = (.critical, "Box is on fire")
        (change.detailsURL, change.ticketURL) = ("/1/", "https://t.example.org/6")
        change.metadata = #"{"a":1}"#

        let (changed, log) = try Incident.sample(metadata: "[1,2]").changed(change)

        #expect(
            Set(log) == [
                #"Change: "level": 5 → 1"#, #"Change: "metadata": [1,2] → {"a":1}"#,
                #"Change: "description": Box is down → Box is on fire"#,
                #"Change: "details_url":  → /1/"#,
                #"Change: "ticket_url":  → https://t.example.org/6"#,
            ])
        #expect(changed.level == .critical)
        #expect(changed.metadata == #"{"a":1}"#)
    }

    @Test func `is logged as the asker's doing, at that moment`() throws {
        var change = IncidentChange()
        change.level = .high

        let (_, events) = try Incident.sample().changed(
            change, by: .sample(user: .sample(id: 9)), at: .sample(5))

        let description = #"Change: "level": 5 → 2"#
        #expect(
            events == [
                .sample(
                    .change, timestamp: .sample(5), actor: 9, description: description,
                    noted: NotedChange(field: "level", formerLevel: .information))
            ])
    }
}

@Suite struct `Changing an incident's tags` {
    @Test(arguments: [IncidentChange.TagRule.removableByAdder, .removableByAll])
    func `is logged once, in the order in which they are kept`(
        rule: IncidentChange.TagRule
    ) throws {
        var change = IncidentChange(tagRule: rule)
        change.tags = ["b=2", "a=1", "b=2"]

        let entries = try Incident.sample(tags: ["a=1"]).changed(change).log

        #expect(entries == [#"Change: "tags": a=1 → a=1, b=2"#])
    }

    @Test func `is logged in the words that are asked for, and twice but for tags`() throws {
        var change = IncidentChange()
        (change.tags, change.level, change.metadata) = ([], .high, "7")
        change.wording = LogWording(
            tags: { "\($0.count)" }, metadata: { "<\($0.text)>" }, isDoubled: true)
        let others = [#"Change: "level": 5 → 2"#, #"Change: "metadata": <{}> → <7>"#]

        let entries = try Incident.sample(tags: ["a=1"]).changed(change).log

        #expect(entries == [#"Change: "tags": 1 → 0"#] + others + others)
    }

    @Test func `keeps who added those that stay`() throws {
        var change = IncidentChange()
        change.tags = ["c=3", "a=1"]

        let changed = try Incident.sample(tags: ["a=1", "b=2"], tagsAddedBy: 9).changed(
            change, by: .sample(user: .sample(id: 9)), at: .sample(5))

        #expect(changed.incident.tags.map(\.tag) == ["a=1", "c=3"])
        #expect(changed.incident.tags.map(\.addedTime) == [.sample, .sample(5)])
    }

    @Test func `is refused where it removes what others added`() {
        let incident = Incident.sample(tags: ["a=1", "b=2", "c=3"], tagsAddedBy: 7)
        var change = IncidentChange()
        (change.tags, change.level) = (["b=2", "d=4"], .critical)

        let problems = Problems.fields([
            .init("a=1", .message(.foreignTag)), .init("c=3", .message(.foreignTag)),
        ])
        #expect(throws: Refusal.invalid(problems)) { try incident.changed(change) }
    }

    @Test func `may remove what others added for a superuser`() throws {
        let superuser = Requester.sample(user: .sample(role: .superuser))
        var change = IncidentChange()
        change.tags = []

        let incident = Incident.sample(tags: ["a=1"], tagsAddedBy: 7)
        let changed = try incident.changed(
            change, by: superuser, at: .sample)

        #expect(changed.incident.tags.isEmpty)
    }

    @Test func `may remove what others added where the rule says so`() throws {
        var change = IncidentChange(tagRule: .removableByAll)
        change.tags = ["b=2"]

        let changed = try Incident.sample(tags: ["a=1"], tagsAddedBy: 7).changed(change).incident

        #expect(changed.tags.map(\.tag) == ["b=2"])
    }
}

extension Incident {
    /// The incident after a change by the account 1, and the entries of the log.
    fileprivate func changed(
        _ change: IncidentChange
    ) throws(Refusal) -> (incident: Incident, log: [String]) {
        let (incident, events) = try changed(
            change, by: .sample(), at: .sample)
        return (incident, events.map(\.description))
    }
}
