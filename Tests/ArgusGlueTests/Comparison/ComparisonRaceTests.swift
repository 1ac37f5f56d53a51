import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Testing

@Suite struct `While a source is compared` {
    private static func api(_ fingerprints: [String]) -> FakeAPI {
        FakeAPI { _ in
            .json(
                .array(
                    fingerprints.map {
                        ["labels": ["alertname": "Down"], "fingerprint": .string($0)]
                    }))
        }
    }

    private static func key(_ digit: String) -> String { String(repeating: digit, count: 16) }

    private static func opening(_ digit: String) -> Alert {
        .open(key(digit), description: "Down", at: Compared.moment(-100_000), level: .moderate)
    }

    @Test func `what comes in meanwhile is not undone`() async throws {
        let api = Self.api([Self.key("a"), Self.key("b")])
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", api) { site in
            try await site.deliver([Self.opening("c"), Self.opening("d")])
            site.pass(.seconds(120))
            guard let comparison = try site.comparison() else { return }
            let finding = try await comparison.compare()
            // One waits when the difference is queued, the other was delivered by then.
            try await site.deliver([Self.opening("a")])
            try site.spool.accept([.event(Self.key("c"), description: "e")], of: site.source)
            let count = try comparison.queue(finding)
            let said = try site.spool.said(of: site.source)

            #expect(finding.difference.opens.count == 2 && finding.difference.closes.count == 2)
            #expect(count == 2)
            #expect(
                said == [
                    "close \(Self.key("d"))", "event \(Self.key("c"))", "open \(Self.key("b"))",
                ])
        }
    }

    @Test func `an account's incidents of another source stay open`() async throws {
        let other = "    secret: 0123456789abcdef\n  hooks:\n    system: pipe\n    token: t"
        try await Compared.run("alertmanager", other, Self.api([Self.key("a")])) { site in
            try await site.deliver([Self.opening("b")])
            try await site.deliver([Self.opening("c")], of: "hooks")
            site.pass(.seconds(120))
            let finding = try await site.finding()

            #expect(finding?.difference.closes.map(\.key) == [Self.key("b")])
        }
    }
}
