import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `Comparing with NAV` {
    /// An alert as NAV's API has it.
    private static func entry(_ id: Int64, severity: Int64 = 2) -> JSONValue {
        [
            "id": .integer(id), "start_time": "2026-11-20T03:14:07", "end_time": "infinity",
            "subject": .string("sw\(id)"), "subject_type": "Netbox", "severity": .integer(severity),
            "alert_type": ["name": "boxDown", "description": "Box declared down."],
        ]
    }

    private static func api(_ ids: [Int64], extra: Int64 = 0, severity: Int64 = 2) -> FakeAPI {
        FakeAPI { request in
            guard request.path == "/api/1/alert/", request.headers["authorization"] == "Token nav"
            else { return .json(["detail": "Invalid token."], status: 403) }
            return .json(page(ids, extra, request, severity))
        }
    }

    /// Two alerts a page.
    private static func page(
        _ ids: [Int64], _ extra: Int64, _ request: FakeAPI.Request, _ severity: Int64
    ) -> JSONValue {
        let number = request.target.split(separator: "page=").last.flatMap { Int($0) } ?? 1
        let rest = ids.dropFirst(2 * (number - 1))
        return [
            "count": .integer(Int64(ids.count) + extra),
            "next": rest.count > 2 ? .string("http://elsewhere/?page=9") : .null,
            "results": .array(rest.prefix(2).map { entry($0, severity: severity) }),
        ]
    }

    private static func run(
        _ api: FakeAPI, _ body: @escaping @Sendable (Compared) async throws -> Void
    ) async throws {
        try await Compared.run("nav", "    api_token: nav", api, body)
    }

    /// What the stream told of a problem long ago.
    private func stream(_ keys: [String]) -> [Alert] {
        keys.map { .open($0, description: "box down", at: Compared.moment(-100_000), level: .high) }
    }

    @Test func `is right after a stream whose ends are partly missing`() async throws {
        try await Self.run(Self.api([1, 2, 3])) { site in
            try await site.deliver(stream(["1", "2", "4", "5"]))
            site.pass(.seconds(120))
            let finding = try await site.sync()

            #expect(finding?.difference.opens.map(\.key) == ["3"])
            let open = site.server.incidents.filter(\.isOpen).map(\.sourceIncidentID)
            #expect(Set(open) == ["1", "2", "3"])
            #expect(site.server["4"]?.endTime.isStateful == true)
            #expect(site.server["1"]?.description == "box down")
            #expect(site.server["3"]?.description == "sw3: Box declared down.")
            let again = try await site.finding()
            #expect(again?.difference.isEmpty == true)
        }
    }

    @Test func `changes the level where it is another`() async throws {
        try await Self.run(Self.api([1], severity: 1)) { site in
            try await site.deliver(stream(["1"]))
            site.pass(.seconds(120))
            _ = try await site.sync()

            #expect(site.server["1"]?.level == .critical)
        }
    }

    @Test func `closes nothing where a page was missed`() async throws {
        try await Self.run(Self.api([1], extra: 1)) { site in
            try await site.deliver(stream(["1", "2"]))
            site.pass(.seconds(120))
            let finding = try await site.finding()

            #expect(finding?.difference.closes == [] && finding?.doubts.count == 1)
        }
    }

    @Test func `says that the token is refused`() async throws {
        try await Compared.run("nav", "    api_token: other", Self.api([1])) { site in
            let problem = await #expect(throws: APIProblem.self) { try await site.finding() }

            #expect(problem?.description.contains("Invalid token") == true)
        }
    }

    @Test func `leaves alone what it has something to say of`() async throws {
        try await Self.run(Self.api([1])) { site in
            try await site.deliver(stream(["2", "3"]))
            site.pass(.seconds(120))
            try site.spool.accept([.close("2"), .open("1", description: "d")], of: site.source)
            let finding = try await site.finding()

            #expect(finding?.difference.closes.map(\.key) == ["3"])
            #expect(finding?.difference.opens == [])
        }
    }

    @Test func `leaves alone what was told a moment ago, and what is not NAV's`() async throws {
        try await Self.run(Self.api([1])) { site in
            try await site.deliver(stream(["1", "by-hand"]))
            site.pass(.seconds(120))
            try await site.deliver(stream(["2"]))
            let finding = try await site.finding()

            #expect(finding?.difference.closes == [] && finding?.difference.left == 1)
        }
    }

    @Test func `opens again what somebody has closed that goes on`() async throws {
        try await Self.run(Self.api([1])) { site in
            try await site.deliver(stream(["1"]))
            let client = try site.settings.server.client("t")
            try await client.post(
                NewEvent(type: .close, timestamp: Compared.moment(5)),
                to: try #require(site.server["1"]?.id))
            try await client.shutdown()
            site.pass(.seconds(120))
            let first = try await site.sync()
            #expect(first?.difference.isEmpty == true && first?.difference.left == 1)
            site.pass(.seconds(120))
            _ = try await site.sync()

            #expect(site.server.incidents.filter(\.isOpen).count == 1)
            site.pass(.seconds(120))
            let again = try await site.finding()
            #expect(again?.difference.isEmpty == true)
        }
    }

    @Test func `closes by what the server has, not by what was remembered`() async throws {
        try await Self.run(Self.api([1])) { site in
            try await site.deliver(stream(["2"]))
            try await site.deliver([.close("2", at: Compared.moment(-50_000))])
            let client = try site.settings.server.client("t")
            try await client.restart(
                try #require(site.server["2"]?.id), at: Compared.moment(-40_000))
            try await client.shutdown()
            site.pass(.seconds(120))
            _ = try await site.sync()

            #expect(site.server["2"]?.isOpen == false)
        }
    }

    @Test func `only closes where nothing else is wanted`() async throws {
        let api = Self.api([1, 2])
        try await Compared.run("nav", "    api_token: nav\n    compare: close", api) { site in
            try await site.deliver(stream(["1", "3"]))
            site.pass(.seconds(120))
            let finding = try await site.finding()

            #expect(finding?.difference.opens == [])
            #expect(finding?.difference.closes.map(\.key) == ["3"])
        }
    }
}
