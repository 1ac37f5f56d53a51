import ArgusVocabulary
import Testing

@testable import ArgusClient

@Suite struct `The kind of an error` {
    static let details: [(Int, String, ArgusError.Problem)] = [
        (401, #"{"detail":"Invalid token."}"#, .notAuthenticated(detail: "Invalid token.")),
        (403, #"{"detail":"Not yours."}"#, .forbidden(detail: "Not yours.")),
        (403, "", .forbidden(detail: "no reason given")),
        (404, #"{"detail":"Not found."}"#, .notFound(detail: "Not found.")),
        (
            410, #"{"status_code":410,"status":"API v1 has been removed"}"#,
            .notFound(detail: "status_code: 410; status: API v1 has been removed")
        ),
        (413, "", .tooLarge),
        (429, "", .rateLimited(retryAfter: nil)),
        (
            500, "<h1>Error</h1>",
            .unavailable(reason: "it answers with status 500", retryAfter: nil)
        ),
        (503, #"{"detail":"Busy."}"#, .unavailable(reason: "Busy.", retryAfter: nil)),
        (408, "", .unavailable(reason: "it answers with status 408", retryAfter: nil)),
        (
            407, "",
            .refusedByProxy(
                reason: "it wants a name and a password, as in http://name:password@proxy")
        ),
        (404, "<h1>Not Found</h1>", .unexpectedAnswer("status 404, and no JSON")),
        (400, "no", .unexpectedAnswer("status 400, and no JSON")),
    ]

    @Test(arguments: details)
    func `follows from the status`(status: Int, body: String, problem: ArgusError.Problem)
        async throws
    {
        let script = ["GET /api/v2/incidents/7/": [Reply(status: status, body: body)]]
        try await withServer(script, configure: { $0.retries = .none }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.incident(7)
            }

            #expect(error?.problem == problem)
        }
    }

    @Test func `leaves room for more`() {
        let error = ArgusError(.gone(detail: "x", last: 7), request: "")

        let reaction =
            switch error.kind {
            case .unavailable, .rateLimited: "wait"
            case .gone: "read the list, then go on from \(error.lastChange ?? 0)"
            default: "tell somebody"
            }

        #expect(reaction == "read the list, then go on from 7")
    }

    @Test func `is a refusal for everything else`() async throws {
        let reply = Reply(status: 405, body: #"{"detail":"Method \"PUT\" not allowed."}"#)
        try await withServer(["GET /api/v2/incidents/7/": [reply]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.incident(7)
            }

            #expect(error?.kind == .refused)
            #expect(error?.refusal?.status == 405)
            #expect(
                error?.refusal?.messages == [.init(field: "", text: #"Method "PUT" not allowed."#)])
        }
    }

    @Test(arguments: [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("<html>", "Expecting value: line 1 column 1 (char 0)"),
        ("[]", "incident: expected an object"),
        (#"{"pk":"7"}"#, "incident: `pk` should be an integer"),
    ])
    func `is an unexpected answer for what is no incident`(
        body: String,
        reason: String
    ) async throws {
        try await withServer(["GET /api/v2/incidents/7/": [Reply(body: body)]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.incident(7)
            }

            #expect(error?.problem == .unexpectedAnswer(reason))
        }
    }

    @Test func `is an unexpected answer for a redirection, which is not followed`() async throws {
        let reply = Reply(status: 301, headers: ["Location": "http://evil.example.org/"])
        try await withServer(["GET /api/v2/incidents/7/": [reply]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.incident(7)
            }

            #expect(harness.server.requests.count == 1)
            #expect(
                error?.problem == .unexpectedAnswer("it redirects to http://evil.example.org/")
            )
        }
    }

    @Test func `is an unexpected answer for one without end`() async throws {
        let script = ["GET /api/": [Reply(body: String(repeating: " ", count: 2000))]]
        try await withServer(script, configure: { $0.answerLimit = 1000 }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.serverVersion()
            }

            #expect(error?.problem == .unexpectedAnswer("it is far too long"))
        }
    }

    @Test func `tells duplicates from other refusals`() async throws {
        let body =
            #"["duplicate key value … (source_incident_id, source_id)=(1, 2) already exists."]"#
        let reply = Reply(status: 400, body: body)
        try await withServer(["POST /api/v2/incidents/": [reply]]) { harness in
            let incident = NewIncident(description: "x", startTime: .sample)
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.isDuplicate == true)
            #expect(error?.isTemporary == false)
        }
    }
}

@Suite struct `The sentence of an error` {
    static let problems: [ArgusError.Problem] = [
        .notAuthenticated(detail: "Invalid token."), .forbidden(detail: "x"),
        .notFound(detail: "x"),
        .rateLimited(retryAfter: .seconds(3)), .tooLarge, .refusedByProxy(reason: "x"),
        .badCertificate(.expired(.sample)), .badCertificate(.notYetValid(.sample)),
        .badCertificate(.unknownAuthority), .badCertificate(.otherHost("h")),
        .unsayable(reason: "x"),
        .unavailable(reason: "x", retryAfter: nil), .unexpectedAnswer("x"), .cancelled,
    ]

    @Test(arguments: problems)
    func `ends with what to do`(problem: ArgusError.Problem) {
        let text = "\(ArgusError(problem, request: "GET http://h/api/"))"

        #expect(text.hasPrefix("GET http://h/api/: "))
        #expect(text.hasSuffix("."))
        #expect(!text.contains(".)"))
    }

    @Test func `says where, what, and how often it was tried`() {
        let error = ArgusError(
            .unavailable(reason: "Busy.", retryAfter: .seconds(9)),
            request: "GET http://h/api/",
            attempts: 4
        )

        #expect(
            "\(error)" == "GET http://h/api/ (4 attempts): the server is unavailable (Busy); "
                + "try again in 9 s."
        )
    }

    @Test func `says of a duplicate what to do instead`() async throws {
        let body = #"["duplicate key value … (source_incident_id, source_id)=(1, 2)"]"#
        let script = ["POST /api/v2/incidents/": [Reply(status: 400, body: body)]]
        try await withServer(script) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(NewIncident(description: "x", startTime: .sample))
            }

            let text = error?.description ?? ""
            #expect(
                text.hasSuffix(
                    "/api/v2/incidents/: the source has posted an incident with this "
                        + "source_incident_id before; change or close that one, or give this one "
                        + "another."))
        }
    }

    @Test(arguments: [
        ("GET", "cancelled before the answer came."),
        ("POST", "cancelled before the answer came; look whether it took effect."),
        ("PATCH", "cancelled before the answer came; look whether it took effect."),
    ])
    func `tells to look what came of it only if something was written`(
        method: String, sentence: String
    ) {
        let error = ArgusError(.cancelled, request: "\(method) http://h/api/")

        #expect("\(error)" == "\(method) http://h/api/: \(sentence)")
    }

    @Test func `never holds the token or a query`() async throws {
        let reply = Reply(status: 401, body: #"{"detail":"Invalid token."}"#)
        try await withServer(["GET /api/v2/incidents/mine/": [reply]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.mine(sourceIncidentID: "a-1")
            }

            let text = "\(String(reflecting: error))\(String(describing: error))"
            #expect(!text.contains("s3cr3t"))
            #expect(!text.contains("source_incident_id"))
        }
    }
}
