import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `An incident in JSON` {
    static let start =
        #"{"pk":7,"start_time":"2026-11-22T09:10:43.000001Z","end_time":"infinity","source":"#
    static let source =
        #"{"pk":2,"name":"nav1","type":{"name":"nav"},"user":3,"base_url":"https://n.no/""#
    static let texts =
        #","source_incident_id":"a-1","details_url":"/d","description":"x","level":3,"#
        + #""ticket_url":"t","#
    static let tags =
        #""tags":[{"added_by":3,"added_time":"2026-11-22T09:10:43.000001Z","tag":"host=a"}],"#
    static let state = #""stateful":true,"open":true,"acked":false}"#

    static let forms: [(APIVersion, String)] = [
        (.v1, start + source + "}" + texts + tags + state),
        (.v2, start + source + "}" + texts + #""metadata":{"a":[1]},"# + tags + state),
        (
            .v3,
            start + source + #","last_seen":null}"# + texts + #""metadata":{"a":[1]},"#
                + #""tags":["host=a"],"# + state
        ),
    ]

    @Test(arguments: forms)
    func `has exactly the members of its version, in order`(version: APIVersion, text: String) {
        #expect(written { IncidentJSON.sample.write(to: &$0, version, in: .utc) } == text)
    }

    @Test(arguments: forms)
    func `reads back what its version tells`(version: APIVersion, text: String) throws {
        let incident = try IncidentJSON(JSONValue(parsing: text))

        #expect(written { incident.write(to: &$0, version, in: .utc) } == text)
        #expect(incident.metadata == (version == .v1 ? nil : ["a": [1]]))
    }

    @Test func `reads back the whole in version 2`() throws {
        let text = written { IncidentJSON.sample.write(to: &$0, .v2, in: .utc) }

        #expect(try IncidentJSON(JSONValue(parsing: text)) == .sample)
    }

    @Test func `passes on metadata that are kept as text, without reading them`() {
        let kept = JSONText(kept: #"{"n":1.50,"n":2}"#)
        let incident = IncidentJSON.sample(metadata: kept)

        let text = written { incident.write(to: &$0, .v2, in: .utc) }

        #expect(text.contains(#""metadata":{"n":1.50,"n":2},"#))
        #expect(incident.metadata == ["n": 2])
    }

    @Test func `has empty metadata rather than none`() {
        var incident = IncidentJSON.sample
        incident.metadata = nil

        #expect(written { incident.write(to: &$0, .v2, in: .utc) }.contains(#""metadata":{},"#))
    }

    @Test(arguments: [
        (EndTime.stateless, "null", false), (.open, #""infinity""#, true),
        (.ended(.sample), #""2026-11-22T09:10:43.000001Z""#, true),
    ])
    func `tells its end and whether it is stateful`(
        end: EndTime,
        text: String,
        isStateful: Bool
    ) throws {
        var incident = IncidentJSON.sample
        incident.endTime = end
        let json = try JSONValue(parsing: written { incident.write(to: &$0, .v2, in: .utc) })

        #expect(json["end_time"]?.text == text)
        #expect(json["stateful"] == .bool(isStateful))
        #expect(try IncidentJSON(json).endTime == end)
    }

    @Test func `may have members that nobody knows yet`() throws {
        var object = try #require(JSONValue(parsing: Self.forms[1].1).object)
        object.set("novelty", to: 1)

        #expect(try IncidentJSON(.object(object)) == .sample)
    }

    @Test(arguments: [0, 6, -1, Int(Int64.max), Int(Int64.min)])
    func `of a level that a newer server has is read all the same`(number: Int) throws {
        var object = try #require(JSONValue(parsing: Self.forms[1].1).object)
        object.set("level", to: .integer(Int64(number)))
        let level = try IncidentJSON(.object(object)).level

        #expect(level == .unknown(number) && level.rawValue == number)
        #expect((level < .critical) == (number < 1))
    }

    @Test(arguments: [
        ("pk", "incident: `pk` should be an integer"),
        ("start_time", "incident: `start_time` should be a time in ISO 8601"),
        ("end_time", "incident: `end_time` should be a time in ISO 8601"),
        ("description", "incident: `description` should be a string"),
        ("open", "incident: `open` should be true or false"),
        ("tags", "incident: `tags` should be an array"),
        ("source", "source: expected an object"),
    ])
    func `is refused with the name of the member that is wrong`(
        name: String,
        message: String
    ) throws {
        var object = try #require(JSONValue(parsing: Self.forms[1].1).object)
        let wrong: JSONValue = name == "description" ? 1 : "x"
        object.set(name, to: wrong)
        let error = #expect(throws: WireError.self) { try IncidentJSON(.object(object)) }

        #expect(error?.description == message)
    }

    @Test func `is refused with the name of the member that is missing`() {
        let error = #expect(throws: WireError.self) { try IncidentJSON(["pk": 1]) }

        #expect(error?.description == "incident: `start_time` is missing")
    }
}
