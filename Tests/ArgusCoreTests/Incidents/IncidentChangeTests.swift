import ArgusCore
import ArgusTesting
import ArgusTime
import Testing

@Suite struct `Changing an incident` {
    @Test func `writes nothing where nothing becomes different`() throws {
        let incident = Incident.sample(level: .low, tags: ["a=1", "b=2"])
        var change = IncidentChange()
        (change.level, change.description, change.tags) = (.low, "Box is down", ["b=2", "a=1"])
        change.metadata = .init(text: "{}", itemCount: 0)

        let (changed, log) = try incident.changed(change)

        #expect(changed == incident)
        #expect(log.isEmpty)
    }

    @Test func `writes an entry for each field that becomes different`() throws {
        var change = IncidentChange()
        (change.level, change.description) = (.critical, "Box is on fire")
        (change.detailsURL, change.ticketURL) = ("/1/", "https://t.example.org/6")
        change.metadata = .init(text: #"{"a":1}"#, itemCount: 1)

        let (changed, log) = try Incident.sample(metadata: "[1,2]").changed(change)

        #expect(
            Set(log) == [
                #"Change: "level": 5 → 1"#, #"Change: "metadata": 2 item(s) → 1 item(s)"#,
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
            change, by: .sample(user: .sample(id: 9)), at: .sample(5), itemCount: { _ in 0 })

        let description = #"Change: "level": 5 → 2"#
        #expect(
            events == [.sample(.change, timestamp: .sample(5), actor: 9, description: description)])
    }
}

@Suite struct `Changing an incident's tags` {
    @Test(arguments: [
        (IncidentChange.TagRule.removableByAdder, #"Change: "tags": ['a=1'] → ['a=1', 'b=2']"#),
        (.removableByAll, #"Change: "tags": {'a=1'} → {'a=1', 'b=2'}"#),
    ])
    func `is logged as Python prints them`(rule: IncidentChange.TagRule, entry: String) throws {
        var change = IncidentChange(tagRule: rule)
        change.tags = ["b=2", "a=1", "b=2"]

        #expect(try Incident.sample(tags: ["a=1"]).changed(change).log == [entry])
    }

    @Test(arguments: [
        (IncidentChange.TagRule.removableByAdder, #"Change: "tags": ['a=1'] → []"#),
        (.removableByAll, #"Change: "tags": {'a=1'} → set()"#),
    ])
    func `to none is logged too`(rule: IncidentChange.TagRule, entry: String) throws {
        var change = IncidentChange(tagRule: rule)
        change.tags = []

        #expect(try Incident.sample(tags: ["a=1"]).changed(change).log == [entry])
    }

    @Test(arguments: [
        ("a=it's", #"["a=it's"]"#), (#"a="x""#, #"['a="x"']"#), (#"a='"'"#, #"['a=\'"\'']"#),
        (#"a=\d"#, #"['a=\\d']"#), ("a=x\ny\tz", #"['a=x\ny\tz']"#), ("a=æ🦀", "['a=æ🦀']"),
        ("a=x\r\ny", #"['a=x\r\ny']"#), ("a=\u{1b}[0m\u{7f}", #"['a=\x1b[0m\x7f']"#),
    ])
    func `quotes them as Python does`(tag: Tag, list: String) throws {
        var change = IncidentChange()
        change.tags = [tag]

        #expect(try Incident.sample().changed(change).log == [#"Change: "tags": [] → \#(list)"#])
    }

    @Test func `keeps who added those that stay`() throws {
        var change = IncidentChange()
        change.tags = ["c=3", "a=1"]

        let changed = try Incident.sample(tags: ["a=1", "b=2"], tagsAddedBy: 9).changed(
            change, by: .sample(user: .sample(id: 9)), at: .sample(5), itemCount: { _ in 0 })

        #expect(changed.incident.tags.map(\.tag) == ["a=1", "c=3"])
        #expect(changed.incident.tags.map(\.addedTime) == [.sample, .sample(5)])
    }

    @Test func `is refused where it removes what others added`() {
        let incident = Incident.sample(tags: ["a=1", "b=2", "c=3"], tagsAddedBy: 7)
        let message = "Cannot remove this tag when you're not the one who added it."
        var change = IncidentChange()
        (change.tags, change.level) = (["b=2", "d=4"], .critical)

        let problems = Problems.fields([
            .init("a=1", .message(message)), .init("c=3", .message(message)),
        ])
        #expect(throws: Refusal.invalid(problems)) { try incident.changed(change) }
    }

    @Test func `may remove what others added for a superuser`() throws {
        let superuser = Requester.sample(user: .sample(isSuperuser: true))
        var change = IncidentChange()
        change.tags = []

        let incident = Incident.sample(tags: ["a=1"], tagsAddedBy: 7)
        let changed = try incident.changed(
            change, by: superuser, at: .sample, itemCount: { _ in 0 })

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
            change, by: .sample(), at: .sample, itemCount: { $0.count(where: { $0.isNumber }) })
        return (incident, events.map(\.description))
    }
}
