import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Forms in parts` {
    private static let type = "multipart/form-data; boundary=\"x y\""

    private static func part(_ name: String, _ value: String, _ more: String = "") -> String {
        "--x y\r\nContent-Disposition: form-data; name=\"\(name)\"\(more)\r\n\r\n\(value)\r\n"
    }

    @Test func `are read as forms are`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let body =
                Self.part("type", "OTH") + Self.part("description", "a\r\nb&c=d")
                + Self.part("timestamp", "2025-06-15T13:00:00Z") + "--x y--\r\n"
            let answer = try await server.ask(
                .post, "v2/incidents/1/events/", body, as: .nav, type: Self.type)

            #expect(answer.status == 201)
            #expect(try answer.json["description"] == "a\r\nb&c=d")
        }
    }

    @Test func `may stand among text that nobody reads, and name their parts without quotes`()
        async throws
    {
        try await APIServer.run { server in
            try await createThree(on: server)
            let body =
                "preamble\r\n--x y  \r\ncontent-type: text/plain\r\n"
                + "content-disposition: form-data; name=type\r\n\r\nCLO\r\n--x y-- epilogue"
            let answer = try await server.ask(
                .post, "v2/incidents/1/events/", body, as: .bob, type: Self.type)

            #expect(answer.status == 201)
        }
    }

    @Test func `hold no files where texts are asked for`() async throws {
        try await APIServer.run { server in
            let body =
                Self.part("username", "bob", "; filename=\"a.txt\"") + Self.part("password", "x")
                + "--x y--\r\n"
            let answer = try await server.ask(
                .post, "v2/token-auth/", body, as: .nobody, type: Self.type)

            #expect(answer.status == 400)
            #expect(answer.text == #"{"username":["Not a valid string."]}"#)
        }
    }

    static let malformed: [(String, String, String)] = [
        (
            "multipart/form-data", "--x\r\n",
            "Invalid boundary in multipart: None"
        ),
        (type, "nothing", "the boundary does not occur"),
        (type, "--x y", "a boundary does not end its line"),
        (
            type, "--x y\r\nContent-Disposition: form-data; name=\"a\"",
            "the headers of a part have no end"
        ),
        (type, "--x y\r\nContent-Type: text/plain\r\n\r\na\r\n--x y--", "a part has no name"),
        (
            type, "--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\na",
            "the last part has no end"
        ),
    ]

    @Test func `are refused when they are none`() async throws {
        try await APIServer.run { server in
            for (type, body, reason) in Self.malformed {
                let answer = try await server.ask(
                    .post, "v2/token-auth/", body, as: .nobody, type: type)

                #expect(answer.status == 400, "\(reason)")
                #expect(
                    answer.text == #"{"detail":"Multipart form parse error - \#(reason)"}"#)
            }
        }
    }

    @Test func `have no more than five thousand parts`() async throws {
        try await APIServer.run { server in
            let body = (0...5000).map { Self.part("a\($0)", "") }.joined() + "--x y--"
            let answer = try await server.ask(
                .post, "v2/token-auth/", body, as: .nobody, type: Self.type)

            #expect(answer.text == #"{"detail":"A form has at most 5000 fields."}"#)
        }
    }
}
