import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

private let phone = Destination(
    id: 2, user: 1, medium: .sms, settings: ["phone_number": "+4792233445"])

/// The head and the body of what a gateway is asked.
private func asked(_ body: String?, header: String? = nil) async throws -> (String, String) {
    var request = ""
    try await FakeService.with(.answers("HTTP/1.1 202 OK\r\nContent-Length: 0\r\n\r\n")) {
        let gateway = SMSGateway(
            url: "http://127.0.0.1:\($0.port)/send?v=1",
            body: try body.map { try #require(SMSBody($0)) } ?? .usual,
            header: header.flatMap { SMSHeader($0) })
        let settings = MailSettings(smsPrefix: "Argus: ")
        let channel = SMSChannel(MailServer(settings), settings, gateway: gateway)
        let outcome = await channel.send(
            .sample(description: "Box \"1\" & {digits} is down"), to: phone)
        #expect(outcome == .sent("accepted with 202"))
        request = try #require($0.requests.first)
    }
    let end = try #require(request.firstRange(of: "\r\n\r\n"))
    return (String(request[..<end.lowerBound]), String(request[end.upperBound...]))
}

@Suite struct `A gateway for SMS over HTTP` {
    @Test func `gets JSON, on this machine too`() async throws {
        let (head, body) = try await asked(nil, header: "Authorization: Bearer k")

        #expect(head.hasPrefix("POST /send?v=1 HTTP/1.1"))
        #expect(head.contains("Authorization: Bearer k\r\n"))
        #expect(head.contains("Content-Type: application/json"))
        #expect(
            body
                == #"{"to":"+4792233445","text":"Argus: Box \"1\" & {digits} is down"}"#)
    }

    @Test func `gets JSON of any shape`() async throws {
        let (_, body) = try await asked(
            #"{"from":"Argus","to":["{digits}"],"parts":{"body":"{text}","n":1}}"#)
        #expect(
            body
                == #"{"from":"Argus","to":["4792233445"],"parts":{"body":"Argus: Box \"1\" & {digits} is down","n":1}}"#
        )
    }

    @Test func `gets a form`() async throws {
        let (head, body) = try await asked("from=Ar gus&to={recipient}&text={text}")

        #expect(head.contains("Content-Type: application/x-www-form-urlencoded"))
        #expect(
            body
                == "from=Ar%20gus&to=%2B4792233445&text=Argus%3A%20Box%20%221%22%20%26%20%7Bdigits%7D%20is%20down"
        )
    }

    @Test(arguments: [
        "", "to={recipient}", "{\"text\":\"{text}\"}", "{recipient}{text}",
        "{\"to\":\"{recipient}\",\"text\":\"{text}\"",
    ])
    func `is refused a body that has no place for number and text`(body: String) {
        #expect(SMSBody(body) == nil)
    }

    @Test(arguments: ["", "Bearer k", ": k", "A B: k", "A: k\r\nB: l"])
    func `is refused a header that is none`(header: String) {
        #expect(SMSHeader(header) == nil)
    }
}
