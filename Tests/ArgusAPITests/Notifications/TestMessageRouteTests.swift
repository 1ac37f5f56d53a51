import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Trying a destination over the API` {
    private static let root = "v3/notificationprofiles/destinations/"
    private static let mail = #"{"media":"email","settings":{"email_address":"b@b.no"}}"#

    @Test func `says in a sentence what became of the message`() async throws {
        try await APIServer.run { server in
            try await server.post(Self.root, Self.mail, as: .bob)
            let answer = try await server.post("\(Self.root)1/test/", "{}", as: .bob)

            #expect(answer.status == 200)
            #expect(
                answer.text == #"""
                    {"sent":false,"reason":"not_configured","detail":"","sentence":"The test message was \#
                    not sent by Email to b@b.no: this server is not set up to send by that medium."}
                    """#)
        }
    }

    @Test func `is for its owner, and not for ever`() async throws {
        try await APIServer.run { server in
            try await server.post(Self.root, Self.mail, as: .bob)
            let path = "\(Self.root)1/test/"

            #expect(try await server.post(path, "{}", as: .charlie).status == 404)
            #expect(try await server.post("\(Self.root)99/test/", "{}", as: .bob).status == 404)
            for _ in 0..<NotificationOperations.mostTests {
                #expect(try await server.post(path, "{}", as: .bob).status == 200)
            }
            let refused = try await server.post(path, "{}", as: .bob)
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "300")
            #expect(try await server.post(path, "{}", as: .alice).status == 200)
        }
    }
}
