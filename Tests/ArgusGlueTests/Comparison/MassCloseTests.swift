import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Testing

@Suite struct `A system that has just started` {
    /// Zabbix with these problems.
    private static func zabbix(_ ids: [String]) -> FakeAPI {
        FakeAPI { request in .json(["jsonrpc": "2.0", "id": 1, "result": answer(request, ids)]) }
    }

    private static func answer(_ request: FakeAPI.Request, _ ids: [String]) -> JSONValue {
        guard request.body["method"] == "problem.get" else { return [] }
        return .array(
            ids.map { ["eventid": .string($0), "name": "n", "clock": "1795144447"] })
    }

    private static let problems = (1...30).map(String.init)

    private static func openings() -> [Alert] {
        problems.map { .open($0, description: "n", at: Compared.moment(-100_000), level: .low) }
    }

    @Test func `closes nothing by an empty answer, and all when it is empty twice`() async throws {
        let api = Self.zabbix([])
        try await Compared.run("zabbix", "    secret: 0123456789abcdef", api) { site in
            try await site.deliver(Self.openings())
            site.pass(.seconds(120))
            try await site.running { bell in
                await api.until(1) { $0.body["method"] == "problem.get" }
                bell.ring()
                // The second asks after the first has decided.
                await api.until(2) { $0.body["method"] == "problem.get" }

                let said = try site.spool.said(of: site.source)
                #expect(said == [])
                site.pass(.seconds(120))
                bell.ring()
                await api.until(3) { $0.body["method"] == "problem.get" }
                bell.ring()
                await api.until(4) { $0.body["method"] == "problem.get" }
            }

            let said = try site.spool.said(of: site.source)
            #expect(said.count == 30)
        }
    }

    @Test func `is believed when it knows of its problems again`() async throws {
        let api = Self.zabbix([])
        try await Compared.run("zabbix", "    secret: 0123456789abcdef", api) { site in
            try await site.deliver(Self.openings())
            site.pass(.seconds(120))
            try await site.running { bell in
                await api.until(1) { $0.body["method"] == "problem.get" }
                bell.ring()
                await api.until(2) { $0.body["method"] == "problem.get" }
                api.answer { .json(["result": Self.answer($0, Self.problems + ["31"])]) }
                site.pass(.seconds(120))
                bell.ring()
                await api.until(4) {
                    $0.body["method"] == "problem.get" || $0.body["method"] == "event.get"
                }
                bell.ring()
                await api.until(6) {
                    $0.body["method"] == "problem.get" || $0.body["method"] == "event.get"
                }
            }

            let said = try site.spool.said(of: site.source)
            #expect(said == ["open 31"], "\(said)")
        }
    }

    @Test func `is not believed when it answers with an error`() async throws {
        let api = FakeAPI { _ in
            .json([
                "error": ["code": -32602, "message": "Invalid params.", "data": "Not authorised."]
            ])
        }
        try await Compared.run("zabbix", "    secret: 0123456789abcdef", api) { site in
            let problem = await #expect(throws: APIProblem.self) { try await site.finding() }

            #expect(problem?.description.contains("Not authorised") == true)
        }
    }

    @Test func `is told by the status where it cannot be compared`() async throws {
        let api = FakeAPI { _ in .json([:], status: 500) }
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", api) { site in
            let spool = try site.spool
            try await site.running { bell in
                try await spool.until { try $0.status().sources.first?.comparisonTrouble != nil }
                api.answer { _ in .json([]) }
                bell.ring()
                try await spool.until { try $0.status().sources.first?.comparisonTrouble == nil }
            }
        }
    }
}
