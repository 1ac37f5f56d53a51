import ArgusVocabulary
import Testing

@testable import ArgusClient

@Suite struct `What the server refuses` {
    static let shapes: [(String, [String])] = [
        (#"{"level":["a","b"],"description":["c"]}"#, ["level: a", "level: b", "description: c"]),
        (
            #"{"start_time":"not allowed","foo":"unknown"}"#,
            ["start_time: not allowed", "foo: unknown"]
        ),
        (#"["message"]"#, ["message"]),
        (#""message""#, ["message"]),
        (#"{"type":"already closed"}"#, ["type: already closed"]),
        (#"{"detail":"JSON parse error"}"#, ["JSON parse error"]),
        (#"{"non_field_errors":["before start"]}"#, ["before start"]),
        (#"{"__all__":["exists"]}"#, ["exists"]),
        (#"{"tags":{"non_field_errors":["no list"]}}"#, ["tags: no list"]),
        (#"{"tags":[{},{"tag":"no ="}]}"#, ["tags[1].tag: no ="]),
        (#"{"tags":[["follow the format"]]}"#, ["tags[0]: follow the format"]),
        (#"{"event":{"timestamp":["required"]}}"#, ["event.timestamp: required"]),
        (#"{"code":7}"#, ["code: 7"]),
        ("[]", []),
    ]

    @Test(arguments: shapes)
    func `is read in any shape of Django REST`(json: String, messages: [String]) throws {
        let refusal = Refusal(status: 400, body: try JSONValue(parsing: json))

        #expect(refusal.messages.map(\.description) == messages)
    }

    @Test func `can be looked up by field`() throws {
        let refusal = Refusal(status: 400, body: ["level": ["a", "b"], "x": ["c"]])

        #expect(refusal.messages(on: "level") == ["a", "b"])
        #expect(refusal.messages(on: "y").isEmpty)
    }

    @Test(arguments: [
        (#"["Key (source_incident_id) exists"]"#, true),
        (#"["Key (source_incident_id) exists","more"]"#, false),
        (#"{"source_incident_id":["Not a valid string."]}"#, false),
        (#"["The requesting user must have a connected source system."]"#, false),
    ])
    func `is a duplicate only in its own shape`(json: String, isDuplicate: Bool) throws {
        let refusal = Refusal(status: 400, body: try JSONValue(parsing: json))

        #expect(refusal.isDuplicate == isDuplicate)
    }

    @Test func `reads well without a reason`() {
        #expect("\(Refusal(status: 418, body: []))" == "status 418, without a reason")
    }
}
