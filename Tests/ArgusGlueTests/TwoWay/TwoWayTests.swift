import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Testing

@testable import ArgusGlue

@Suite struct `What is done in Argus` {
    private static let settings = "    compare_every: 0\n    two_way: on"

    private static func server() -> FakeArgus { FakeArgus(people: ["alice": "alice"]) }

    private static let zabbix = "    secret: 0123456789abcdef\n" + settings

    private static func opening(_ key: String) -> Alert {
        .open(key, description: "d", at: Compared.moment(-100_000), level: .high)
    }

    /// What Zabbix was told, action and message.
    private static func told(_ api: FakeAPI) -> [String] {
        api.requests.filter { $0.body["method"] == "event.acknowledge" }.map {
            let parameters = $0.body["params"]
            return "\(parameters?["action"]?.integer ?? 0) \(parameters?["message"]?.string ?? "")"
        }
    }

    @Test func `is done in Zabbix, but for what came from there`() async throws {
        let api = FakeAPI { _ in .json(["result": []]) }
        try await Compared.run("zabbix", Self.zabbix, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("42")])
            try await site.following {
                await site.server.until { $0.requests.contains { $0.path.hasSuffix("/changes/") } }
                try await site.deliver([
                    .event("42", description: "bob acknowledged it in Zabbix")
                ])
                try await site.asAlice(
                    { client, id in
                        try await client.acknowledge(id, NewAcknowledgement(description: "on it"))
                        try await client.post(
                            NewEvent(type: .other, description: "called them"), to: id)
                        try await client.post(NewEvent(type: .close), to: id)
                    }, about: "42")
                await api.until(3) { $0.body["method"] == "event.acknowledge" }
            }

            #expect(
                Self.told(api) == [
                    "6 alice: on it (from Argus)", "4 alice: called them (from Argus)",
                    "5 alice: closed it (from Argus)",
                ])
        }
    }

    @Test func `is done once, also after a restart`() async throws {
        let api = FakeAPI { _ in .json(["result": []]) }
        api.answer { _ in
            // What it knows by now, for whoever looks whether it was done.
            let known = api.requests.compactMap { $0.body["params"]?["message"] }
            return .json([
                "result": [["acknowledges": .array(known.map { ["message": $0] })]]
            ])
        }
        try await Compared.run("zabbix", Self.zabbix, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("42")])
            for text in ["one", "two"] {
                try await site.asAlice(
                    { client, id in
                        try await client.post(NewEvent(type: .other, description: text), to: id)
                    }, about: "42")
                try await site.following {
                    await api.until(text == "one" ? 1 : 2) {
                        $0.body["method"] == "event.acknowledge"
                    }
                }
            }

            let told = Set(Self.told(api))
            #expect(told == ["4 alice: one (from Argus)", "4 alice: two (from Argus)"])
            #expect(Self.told(api).count == 2)
        }
    }

    @Test func `is told of where the system will not do it`() async throws {
        let api = FakeAPI { _ in
            .json(["error": ["code": -32500, "message": "Cannot close problem."]])
        }
        try await Compared.run("zabbix", Self.zabbix, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("42")])
            try await site.asAlice(
                { client, id in
                    try await client.post(NewEvent(type: .close), to: id)
                    try await client.post(NewEvent(type: .other, description: "next"), to: id)
                }, about: "42")
            try await site.following {
                await api.until(2) { $0.body["method"] == "event.acknowledge" }
            }
            let said = try site.spool.waiting(of: site.source)

            #expect(said.first?.description.contains("Cannot close problem") == true, "\(said)")
        }
    }

    @Test func `is done in Icinga`() async throws {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        defer { line.finish() }
        let api = FakeAPI { request in
            request.path == "/v1/events" ? .lines(lines) : .json(["results": []])
        }
        try await Compared.run("icinga2", Self.settings, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("mail2!smtp")])
            try await site.asAlice(
                { client, id in
                    try await client.acknowledge(id, NewAcknowledgement(description: "on it"))
                    try await client.setTicketURL("https://tickets/7", on: id)
                }, about: "mail2!smtp")
            try await site.following {
                await api.until(1) { $0.path == "/v1/actions/acknowledge-problem" }
            }
            let request = api.requests.first { $0.path == "/v1/actions/acknowledge-problem" }

            #expect(request?.body["comment"] == "alice: on it (from Argus)")
            #expect(request?.body["filter_vars"] == ["h": "mail2", "s": "smtp"])
        }
    }

    @Test func `is told of where Icinga has no such service any more, or will not, and goes on`()
        async throws
    {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        defer { line.finish() }
        // As Icinga 2.13 answers.
        let api = FakeAPI { request in
            switch request.path {
            case "/v1/events": .lines(lines)
            case "/v1/actions/acknowledge-problem": .json(["results": []], status: 500)
            default: .json(["results": [["code": 409, "status": "It is OK."]]], status: 409)
            }
        }
        try await Compared.run("icinga2", Self.settings, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("mail2!smtp")])
            try await site.asAlice(
                { client, id in
                    try await client.acknowledge(id, NewAcknowledgement(description: "on it"))
                    try await client.post(NewEvent(type: .other, description: "next"), to: id)
                    try await client.post(NewEvent(type: .other, description: "last"), to: id)
                }, about: "mail2!smtp")
            try await site.following {
                await api.until(2) { $0.path == "/v1/actions/add-comment" }
            }
            let said = try site.spool.waiting(of: site.source).map(\.description)

            #expect(said.first?.contains("icinga2 has no such problem any more") == true, "\(said)")
            #expect(said.dropFirst().first?.contains("status 409: It is OK.") == true, "\(said)")
        }
    }

    @Test func `silences an alert in Alertmanager`() async throws {
        let api = FakeAPI { request in
            guard request.method == "GET" else { return .json(["silenceID": "1"]) }
            return .json([
                ["labels": ["alertname": "Down"], "fingerprint": "aaaaaaaaaaaaaaaa"]
            ])
        }
        let lines = "    secret: 0123456789abcdef\n" + Self.settings
        try await Compared.run("alertmanager", lines, api, server: Self.server()) { site in
            try await site.deliver([Self.opening("aaaaaaaaaaaaaaaa")])
            let end = Timestamp.now().advanced(by: .seconds(3600))
            try await site.asAlice(
                { client, id in
                    try await client.acknowledge(
                        id, NewAcknowledgement(description: "on it", expiration: end))
                }, about: "aaaaaaaaaaaaaaaa")
            try await site.following {
                await api.until(1) { $0.path == "/api/v2/silences" && $0.method == "POST" }
            }
            let silence = api.requests.last?.body

            #expect(silence?["matchers"]?.array?.first?["value"] == "Down")
            #expect(silence?["endsAt"]?.string == end.text())
        }
    }

    @Test(arguments: ["zabbix", "icinga2", "alertmanager"])
    func `is taken back in the system`(name: String) async throws {
        let api = FakeAPI { request in
            let silence: JSONValue = [
                "id": "s1", "comment": "alice: on it (from Argus)",
                "matchers": [["name": "alertname", "value": "Down"]],
            ]
            switch (request.method, request.path) {
            case ("GET", "/api/v2/silences"): return .json([silence])
            case ("GET", _):
                return .json([["labels": ["alertname": "Down"], "fingerprint": "key"]])
            default: return .json(["result": []])
            }
        }
        let secret = name == "icinga2" ? "" : "    secret: 0123456789abcdef"
        try await Compared.run(name, secret, api) { site in
            let system = try #require(site.settings.sources[0].system as? any TwoWaySystem)
            let comparison = try #require(try site.comparison())
            try await system.carry(
                Deed(endingAcknowledgementOf: "key"), to: comparison.api, mayBeDone: false)
        }

        let last = api.requests.last.map { "\($0.method) \($0.path)" }
        let expected = [
            "zabbix": "POST /api_jsonrpc.php",
            "icinga2": "POST /v1/actions/remove-acknowledgement",
            "alertmanager": "DELETE /api/v2/silence/s1",
        ]
        #expect(last == expected[name])
        #expect(name != "zabbix" || api.requests.last?.body["params"]?["action"] == 20)
    }
}
