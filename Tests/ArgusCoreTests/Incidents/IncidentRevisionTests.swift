import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Revising an incident` {
    @Test func `begins without any change`() {
        let revision = IncidentRevision(of: .sample())

        #expect(revision.incident == .sample())
        #expect(!revision.isChange)
    }

    @Test func `logs a ticket, even the same one`() throws {
        let url = "https://t.example.org/1"
        var revision = IncidentRevision(of: .sample(ticketURL: url))

        try revision.link(url, by: .sample(), at: .sample)

        #expect(revision.incident.ticketURL == url)
        #expect(
            revision.events.map(\.description) == [#"Change: "ticket_url": \#(url) → \#(url)"#])
    }

    @Test func `lets each event see what the one before did`() throws {
        let source = Requester.sample(source: 1)
        var revision = IncidentRevision(of: .sample(endTime: .ended(.sample(-10))))

        try revision.add(.sample(.restart, timestamp: .sample), by: source)
        try revision.add(.sample(.end, timestamp: .sample), by: source)

        #expect(revision.incident.endTime == .ended(.sample))
        #expect(revision.events.map(\.type) == [.restart, .end])
    }
}
