import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Testing

/// The head and the JSON of what a service is asked by a channel.
func asked(
    _ notice: Notice, _ medium: Medium, path: String = "/hook", _ settings: [String: String] = [:],
    answering json: String = "", by make: (OutgoingHTTP, String) -> any Channel
) async throws -> (head: String, body: JSONValue, text: String) {
    var request = ""
    try await FakeService.with(.answering(200, json)) {
        let channel = make(
            OutgoingHTTP(here: .here, clock: { .sample }),
            "http://hooks.example.org:\($0.port)")
        #expect(channel.medium == medium)
        let outcome = await channel.send(
            notice, to: .sample(medium, port: $0.port, path: path, settings))
        #expect(outcome == .sent("accepted with 200", thread: notice.thread))
        request = try #require($0.requests.first)
    }
    let end = try #require(request.firstRange(of: "\r\n\r\n"))
    let text = String(request[end.upperBound...])
    return (String(request[..<end.lowerBound]), try JSONValue(parsing: text), text)
}

/// The same of a channel that knows by its settings where to.
func asked(
    _ notice: Notice, _ medium: Medium, path: String = "/hook", _ settings: [String: String] = [:],
    by make: (OutgoingHTTP) -> any Channel
) async throws -> (head: String, body: JSONValue, text: String) {
    try await asked(notice, medium, path: path, settings) { http, _ in make(http) }
}

/// What becomes of a message by a channel, at a root, that a service answers so.
func outcome(
    answering status: String, _ json: String, _ medium: Medium = .webhook,
    _ settings: [String: String] = [:], headers: String = "",
    by make: (OutgoingHTTP, String) -> any Channel
) async throws -> DeliveryOutcome {
    var outcome = DeliveryOutcome.failed(.template, "It was not sent.")
    let answer =
        "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(json.utf8.count)\r\n\r\n\(json)"
    try await FakeService.with(.answers(answer)) {
        let http = OutgoingHTTP(here: .here, clock: { .sample })
        outcome = await make(http, "http://hooks.example.org:\($0.port)").send(
            .sample(), to: .sample(medium, port: $0.port, settings))
    }
    return outcome
}
