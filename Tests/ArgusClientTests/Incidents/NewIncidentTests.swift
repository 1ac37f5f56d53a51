import ArgusClient
import ArgusVocabulary
import Testing

@Suite struct `The body of a new incident` {
    static let ends: [(EndTime, JSONValue)] = [
        (.open, "infinity"), (.stateless, .null), (.ended(.sample), "2026-11-22T09:10:43Z"),
    ]

    @Test(arguments: APIVersion.allCases, ends)
    func `always says how it ends`(version: APIVersion, end: (EndTime, JSONValue)) {
        let incident = NewIncident(description: "x", startTime: .sample, endTime: end.0)

        #expect(incident.json(version)["end_time"] == end.1)
    }

    @Test func `leaves out what is empty`() {
        let incident = NewIncident(description: "", startTime: .sample)

        #expect(
            incident.json(.v2).text == #"{"start_time":"2026-11-22T09:10:43Z","#
                + #""end_time":"infinity","level":5,"tags":[]}"#
        )
    }

    @Test func `holds everything that is given`() {
        let incident = NewIncident(
            description: "x",
            startTime: .sample,
            endTime: .open,
            sourceIncidentID: "1",
            level: .critical,
            tags: ["a": "1", "a": "2"],
            detailsURL: "/d",
            ticketURL: "https://t.no",
            metadata: ["k": [1]]
        )

        #expect(
            incident.json(.v2).text == #"{"start_time":"2026-11-22T09:10:43Z","#
                + #""end_time":"infinity","source_incident_id":"1","details_url":"/d","#
                + #""description":"x","level":1,"ticket_url":"https://t.no","metadata":{"k":[1]},"#
                + #""tags":[{"tag":"a=1"},{"tag":"a=2"}]}"#
        )
    }

    @Test func `has no metadata in version 1`() {
        let incident = NewIncident(description: "x", startTime: .sample, metadata: ["k": 1])

        #expect(incident.json(.v1)["metadata"] == nil)
    }

    @Test func `never has a metadata of null, which the server refuses`() {
        let incident = NewIncident(description: "x", startTime: .sample, metadata: .null)

        #expect(incident.json(.v2)["metadata"] == nil)
    }

    @Test func `has tags as texts in version 3`() {
        let incident = NewIncident(description: "x", startTime: .sample, tags: ["a": "1"])

        #expect(incident.json(.v3)["tags"] == ["a=1"])
    }

    @Test func `of a change holds only what changes`() {
        #expect(IncidentChange().json(.v2) == [:])
        #expect(
            IncidentChange(description: "", detailsURL: "/d", ticketURL: "t", metadata: ["a": 1])
                .json(.v2).text
                == #"{"details_url":"/d","description":"","ticket_url":"t","metadata":{"a":1}}"#
        )
    }

    @Test func `of an acknowledgement says until when it holds`() {
        let new = NewAcknowledgement(timestamp: .sample, expiration: .sample)

        #expect(new.json(.v2, now: .sample)["expiration"] == "2026-11-22T09:10:43Z")
    }
}
