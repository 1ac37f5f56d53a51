import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `The JSON of a change` {
    private static let text =
        #"{"id":7,"type":"END","timestamp":"2026-11-22T09:10:43.000001Z","incident_pk":3,"#
        + #""incident":null,"event":null,"matches":false}"#

    @Test func `is written with all members, in order`() throws {
        let change = ChangeJSON(
            id: 7, type: .event(.end), timestamp: .sample, incidentID: 3, incident: nil, event: nil)
        var writer = JSONWriter()

        change.write(to: &writer, in: .utc)

        #expect(writer.text == Self.text)
    }

    @Test func `is read again as it was written`() throws {
        let change = try ChangeJSON(JSONValue(parsing: Self.text))

        #expect(change.id == 7)
        #expect(change.type == .event(.end))
        #expect(!change.matches)
    }

    @Test func `holds the incident and the event`() throws {
        let incident = #"""
            {"pk":3,"start_time":"2026-11-22T09:10:43Z","end_time":null,"source":{"pk":2,"name":"nav1","type":{"name":"nav"},"user":3,"base_url":"","last_seen":null},"source_incident_id":"","details_url":"","description":"","level":1,"ticket_url":"","metadata":{},"tags":["a=1"],"stateful":false,"open":false,"acked":false}
            """#
        let event = #"""
            {"pk":9,"incident":3,"actor":{"pk":3,"username":"nav1"},"timestamp":"2026-11-22T09:10:43Z","received":"2026-11-22T09:10:43Z","type":{"value":"LES","display":"Stateless"},"description":""}
            """#
        let text =
            #"{"id":1,"type":"LES","timestamp":"2026-11-22T09:10:43Z","incident_pk":3,"#
            + #""incident":\#(incident),"event":\#(event),"matches":true}"#
        var writer = JSONWriter()

        let change = try ChangeJSON(JSONValue(parsing: text))
        change.write(to: &writer, in: .utc)

        #expect(change.incident?.tagDetails.map(\.tag) == ["a=1"])
        #expect(change.event?.type == .stateless)
        #expect(writer.text == text)
    }

    @Test func `of a type that a newer server has is read all the same`() throws {
        let text = Self.text.replacing("END", with: "XXX")
        let change = try ChangeJSON(JSONValue(parsing: text))
        var writer = JSONWriter()
        change.write(to: &writer, in: .utc)

        #expect(change.type == .unknown("XXX"))
        #expect(writer.text == text)
    }
}
