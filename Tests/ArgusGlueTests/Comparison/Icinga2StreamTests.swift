import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `Following Icinga 2` {
    private static func critical(_ service: String) -> String {
        """
        {"type":"StateChange","timestamp":1795144447.2,"host":"mail2","service":"\(service)",\
        "state":2,"state_type":1,"check_result":{"output":"bad"}}
        """
    }

    /// A service with a problem, as the objects have it.
    private static func object(_ service: String) -> JSONValue {
        [
            "name": .string("mail2!\(service)"),
            "attrs": [
                "state": 2, "state_type": 1, "groups": ["mail"],
                "last_hard_state_change": .number("1795144447.2"),
                "last_check_result": ["output": "bad"],
            ],
            "joins": ["host": ["name": "mail2", "address": "192.0.2.25"]],
        ]
    }

    /// What Icinga 2.13 answers where it is asked for what the kind of object does not have.
    private static func refusal(_ request: FakeAPI.Request) -> FakeAPI.Reply? {
        let known = [
            "groups", "state", "state_type", "last_check_result", "last_hard_state_change",
            "notes_url", request.path == "/v1/objects/hosts" ? "address" : "host_name",
        ]
        let asked = request.body["attrs"]?.array?.compactMap(\.string) ?? []
        return asked.first { !known.contains($0) }.map {
            .json(["error": 400, "status": .string("Invalid field specified: \($0)")], status: 400)
        }
    }

    @Test func `takes events, and compares after each connection`() async throws {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let (others, other) = AsyncStream.makeStream(of: String.self)
        let api = FakeAPI { _ in .json(["results": []]) }
        let streams = [lines, others]
        api.answer { request in
            if request.path == "/v1/events" {
                let count = api.requests.count { $0.path == "/v1/events" }
                return .lines(streams[min(count - 1, 1)])
            }
            if let refusal = Self.refusal(request) { return refusal }
            let isSnapshot = request.body["filter_vars"]?.object?.members.isEmpty != false
            guard request.path == "/v1/objects/services" else { return .json(["results": []]) }
            if isSnapshot { return .json(["results": [Self.object("lost")]]) }
            return .json(["results": [Self.object("smtp")]])
        }
        try await Compared.run("icinga2", "    api_user: u\n    api_password: p", api) { site in
            let program = try Program()
            let file = site.folder.file("glue.yaml")
            let running = try program.start(
                ["run", "--config", file],
                environment: ["ARGUS_GLUE_SPOOL": nil, "ARGUS_GLUE_TIMEOUT": nil])
            line.yield(Self.critical("smtp"))
            try await running.until {
                await site.server.until { $0["mail2!smtp"] != nil && $0["mail2!lost"] != nil }
            }
            running.terminate()
            let result = await running.result()
            line.finish()
            other.finish()

            #expect(result.status == 0, "\(result)")
            #expect(site.server["mail2!smtp"]?.tags["service_group"] == ["mail"])
            #expect(site.server["mail2!smtp"]?.tags["address"] == ["192.0.2.25"])
        }
    }

    @Test func `connects again when the stream ends, and looks what it missed`() async throws {
        let api = FakeAPI { request in
            if let refusal = Self.refusal(request) { return refusal }
            guard request.path == "/v1/events" else { return .json(["results": []]) }
            return .lines(AsyncStream { $0.finish() })
        }
        try await Compared.run("icinga2", "    api_user: u\n    api_password: p", api) { site in
            guard let comparison = try site.comparison() else { return }
            let (bell, spool) = (ComparisonBell(), try site.spool)
            let courier = Courier(spool: spool, accounts: [], logger: .silent)
            let stream = Icinga2Stream(
                api: comparison.api, source: site.source, version: .v2, conventions: .none,
                acceptor: Acceptor(spool: spool, courier: courier, logger: .silent), bell: bell,
                logger: .silent, delays: (.milliseconds(1), .milliseconds(1)))
            let service = ComparisonService(
                comparison, every: .seconds(86_400), bell: bell, logger: .silent
            ) {}
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await stream.run() }
                group.addTask { await service.run() }
                await api.until { requests in
                    let connections = requests.indices.filter {
                        requests[$0].path == "/v1/events"
                    }
                    guard connections.count >= 2 else { return false }
                    return requests[connections[1]...].contains {
                        $0.path == "/v1/objects/hosts"
                    }
                }
                group.cancelAll()
            }

            #expect(api.requests.allSatisfy { $0.headers["authorization"] == "Basic dTpw" })
        }
    }
}
