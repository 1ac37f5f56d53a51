import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `An event in JSON` {
    static let text =
        #"{"pk":82,"incident":7,"actor":{"pk":3,"username":"nav1"},"#
        + #""timestamp":"2026-11-22T09:10:43.000001Z","received":"2026-11-22T09:10:43.000001Z","#
        + #""type":{"value":"END","display":"Incident end"},"description":"d"}"#

    @Test func `has exactly the members that clients know, in order`() {
        #expect(written { EventJSON.sample.write(to: &$0, in: .utc) } == Self.text)
    }

    @Test(arguments: EventType.allCases)
    func `reads back the whole, of every type`(type: EventType) throws {
        let event = EventJSON(
            id: 1,
            incident: 2,
            actor: .init(id: 3, username: "a"),
            timestamp: .sample,
            received: .sample,
            type: type,
            description: ""
        )
        let text = written { event.write(to: &$0, in: .utc) }

        #expect(try EventJSON(JSONValue(parsing: text)) == event)
    }

    @Test func `of a type that a newer server has is read all the same`() throws {
        var object = try #require(JSONValue(parsing: Self.text).object)
        object.set("type", to: ["value": "XXX", "display": "x"])
        let event = try EventJSON(.object(object))

        #expect(event.type == .unknown("XXX"))
    }
}

@Suite struct `An acknowledgement in JSON` {
    @Test(
        arguments: [
            (nil, "null"), (Timestamp.sample, #""2026-11-22T09:10:43.000001Z""#),
        ] as [(Timestamp?, String)]
    )
    func `is its event with an end`(expiration: Timestamp?, text: String) throws {
        let acknowledgement = AcknowledgementJSON(event: .sample, expiration: expiration)
        let whole = #"{"pk":82,"event":"# + EventJSONTests.text + #","expiration":"# + text + "}"

        #expect(written { acknowledgement.write(to: &$0, in: .utc) } == whole)
        #expect(try AcknowledgementJSON(JSONValue(parsing: whole)) == acknowledgement)
    }
}

private typealias EventJSONTests = `An event in JSON`

@Suite struct `A source system in JSON` {
    static let older =
        #"{"pk":2,"name":"nav1","type":{"name":"nav"},"user":3,"base_url":"https://n.no/"}"#

    @Test(arguments: [APIVersion.v1, .v2])
    func `has exactly five members in the older versions`(version: APIVersion) throws {
        #expect(written { SourceSystemJSON.sample.write(to: &$0, version, in: .utc) } == Self.older)
        #expect(try SourceSystemJSON(JSONValue(parsing: Self.older)) == .sample)
    }

    @Test func `tells in version 3 when it was last heard of`() throws {
        let source = SourceSystemJSON(
            id: 2,
            name: "nav1",
            type: "nav",
            user: 3,
            baseURL: "",
            lastSeen: .sample
        )
        let text = written { source.write(to: &$0, .v3, in: .utc) }

        #expect(text.hasSuffix(#""base_url":"","last_seen":"2026-11-22T09:10:43.000001Z"}"#))
        #expect(try SourceSystemJSON(JSONValue(parsing: text)) == source)
    }
}

@Suite struct `A tag in JSON` {
    @Test(arguments: [
        (APIVersion.v1, #"{"added_by":null,"added_time":null,"tag":"a=\"b\""}"#),
        (.v2, #"{"added_by":null,"added_time":null,"tag":"a=\"b\""}"#), (.v3, #""a=\"b\"""#),
    ])
    func `is a text in version 3 and an object before`(version: APIVersion, text: String) throws {
        let tag = TagJSON(tag: "a=\"b\"", addedBy: nil, addedTime: nil)

        #expect(written { tag.write(to: &$0, version, in: .utc) } == text)
        #expect(try TagJSON(JSONValue(parsing: text)) == tag)
    }
}
