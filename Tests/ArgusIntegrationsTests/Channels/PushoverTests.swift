import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

private let settings = ["user_key": "uQ", "token": "aZ"]

@Suite struct `A message by Pushover` {
    @Test(arguments: [
        (Level.critical, EventType.start, 1), (.critical, .end, 0), (.moderate, .start, 0),
        (.information, .start, -1),
    ])
    func `has a priority by its level`(
        level: Level, type: EventType, priority: Int
    ) async throws {
        let (head, body, _) = try await asked(
            .sample(level: level, type: type), .pushover, settings
        ) { PushoverChannel($0, root: $1) }

        #expect(head.hasPrefix("POST /1/messages.json HTTP/1.1"))
        #expect(body["priority"] == .integer(Int64(priority)))
        #expect(body["user"] == "uQ" && body["token"] == "aZ")
        #expect(body["url"] == "https://argus.example.org/incidents/7/")
    }

    @Test(arguments: [
        (
            #"{"user":"invalid","errors":["user identifier is invalid"],"status":0}"#,
            DeliveryReason.address
        ),
        (#"{"token":"invalid","status":0}"#, .credentials), (#"{"status":0}"#, .refused),
    ])
    func `fails as the answer says`(json: String, reason: DeliveryReason) async throws {
        let outcome = try await outcome(answering: "400 Bad", json, .pushover, settings) {
            PushoverChannel($0, root: $1)
        }
        #expect(outcome.reason == reason)
    }
}
