import ArgusSQL
import HTTPTypes
import Testing

@Suite struct `The server itself` {
    @Test func `tells its version and those of the API to everybody`() async throws {
        try await APIServer.run { server in
            let answer = try await server.get("/api/", as: .nobody)

            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"server-version":"1.2.3","api-version":{"stable":"v2"},"#
                    + #""jsonapi-schema":{"stable":"/api/schema/","v1":"/api/v1/schema/","#
                    + #""v2":"/api/v2/schema/","v3":"/api/v3/schema/"},"#
                    + #""ticket_plugin":null,"destination_plugins":[]}"#)
        }
    }

    @Test func `serves nothing that only benchmarks need`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.post("/bench/incidents/", "{}").status == 404)
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .head])
    func `tells everybody that it is alive`(method: HTTPRequest.Method) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(method, "/.still-alive/", as: .nobody)

            #expect(answer.status == 204)
            #expect(answer.text == "")
        }
    }

    @Test func `that cannot use its database asks for patience`() async throws {
        let error = SQLError.unavailable("The disk is full.")
        try await APIServer.run(failing: error) { server in
            let answer = try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15","tags":[]}"#)

            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "5")
            #expect(answer.text == #"{"detail":"The server cannot do this just now; try again."}"#)
        }
    }

    @Test func `that fails keeps its reasons to itself`() async throws {
        let error = SQLError.other(code: 1, message: "no such table: secret")
        try await APIServer.run(failing: error) { server in
            let answer = try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15","tags":[]}"#)

            #expect(answer.status == 500)
            #expect(answer.text == #"{"detail":"Internal error."}"#)
        }
    }
}
