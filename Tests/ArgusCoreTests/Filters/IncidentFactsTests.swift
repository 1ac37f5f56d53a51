import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A filter in memory` {
    private static let facts = IncidentFacts.sample(
        .sample(
            id: 7, source: 3, sourceIncidentID: "s7", level: .critical, tags: ["host=a", "site=b"]),
        source: .sample(id: 3, name: "core", type: "nav"), eventTypes: [.start, .acknowledge])

    private static let holding: [IncidentFilter] = [
        .everything, .open(true), .stateful(true), .acked(false), .hasTicket(false),
        .levelAtMost(1), .ids([6, 7]), .sources([3]), .sourceNames(["core"]),
        .sourceTypes(["nav"]), .sourceIncidentID("s7"),
        .text(.description, "Box is down"), .text(.ticketURL, ""), .tag("host=a"),
        .startTime(.from(.at(.sample))), .startTime(.until(.at(.sample))),
        .endTime(.from(.at(.infinity))),
        .lastedAtLeast(.seconds(60)), .eventTypes([.acknowledge, .end]), .mentions("IS down"),
    ]

    @Test(arguments: holding)
    func `holds for what it describes, and its opposite does not`(filter: IncidentFilter) {
        #expect(filter.matches(Self.facts, now: .sample(60)))
        #expect(!IncidentFilter.not(filter).matches(Self.facts, now: .sample(60)))
    }

    @Test(
        arguments: [
            .nothing, .open(false), .lastedAtLeast(.seconds(61)), .tag("host=b"),
            .eventTypes([.close]), .text(.description, "box is down"),
            .all([.open(true), .acked(true)]),
            .any([.open(false), .tag("site=c")]),
        ] as [IncidentFilter])
    func `holds for nothing else`(filter: IncidentFilter) {
        #expect(!filter.matches(Self.facts, now: .sample(60)))
    }

    @Test func `compares texts letter by letter, as the database does`() {
        let facts = IncidentFacts.sample(
            .sample(description: "\u{e5}", tags: ["name=\u{e5}"]))

        #expect(IncidentFilter.tag("name=\u{e5}").matches(facts, now: .sample))
        #expect(!IncidentFilter.tag("name=a\u{30a}").matches(facts, now: .sample))
        #expect(!IncidentFilter.text(.description, "a\u{30a}").matches(facts, now: .sample))
    }
}
