import HTTPTypes
import Testing

@Suite struct `Answers` {
    @Test func `are compact JSON that says what it is`() async throws {
        try await APIServer.run { server in
            let answer = try await server.get("v2/incidents/source-types/")

            #expect(answer.text == #"[{"name":"argus"},{"name":"nav"},{"name":"zabbix"}]"#)
            #expect(
                answer.headers == [
                    .contentType: "application/json", .contentLength: "51",
                    .xContentTypeOptions: "nosniff", .allow: "GET, POST, HEAD, OPTIONS",
                    .vary: "Accept", .cacheControl: "no-store",
                ])
        }
    }

    @Test func `without a body say that it is empty`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/incidents/sources/heartbeat/")

            #expect(answer.status == 204)
            #expect(answer.text == "")
            #expect(answer.headers[.contentType] == nil)
        }
    }

    @Test(arguments: [
        "application/json", "*/*", "application/*", "text/html", "text/plain, */*;q=0.1",
        "Application/JSON; q=0.9", "",
    ])
    func `come to whoever takes JSON`(accept: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(.get, "v2/incidents/", headers: [.accept: accept])

            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/json")
        }
    }

    @Test(arguments: ["application/xml", "text/plain", "image/*"])
    func `are 406 to whoever does not`(accept: String) async throws {
        try await APIServer.run { server in
            let before = try await server.contents()
            let answer = try await server.ask(
                .post, "v2/incidents/", #"{"start_time":"2025-06-15","tags":[]}"#, as: .nav,
                headers: [.accept: accept])

            #expect(answer.status == 406)
            #expect(
                answer.text == #"{"detail":"Could not satisfy the request Accept header."}"#)
            #expect(try await server.contents() == before)
        }
    }

    @Test func `have the one format that there is`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.get("v2/incidents/?format=json").status == 200)
            #expect(try await server.get("v2/incidents/?format=xml").status == 404)
        }
    }
}
