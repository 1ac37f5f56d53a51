import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Testing

@Suite struct `The command sync` {
    private static let api = FakeAPI { _ in
        .json([
            [
                "labels": ["alertname": "Down"], "startsAt": "2026-11-20T03:14:07Z",
                "fingerprint": "aaaaaaaaaaaaaaaa", "status": ["state": "active"],
            ]
        ])
    }

    private static func run(
        _ site: Compared, _ arguments: String...
    ) async throws -> Program.Result {
        try await Program().run(
            ["sync", "--config", site.folder.file("glue.yaml")] + arguments,
            environment: ["ARGUS_GLUE_SPOOL": nil])
    }

    @Test func `prints what differs, and queues it unless it is told not to`() async throws {
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", Self.api) { site in
            try await site.deliver([
                .open("bbbbbbbbbbbbbbbb", description: "d", at: Compared.moment(-100_000))
            ])
            let dry = try await Self.run(site, "--dry-run")
            let untouched = try site.spool.said(of: site.source)
            let wet = try await Self.run(site, "--source", "s")
            let said = try site.spool.said(of: site.source)

            #expect(dry.output.contains("open   aaaaaaaaaaaaaaaa  Down"), "\(dry)")
            #expect(dry.output.contains("close  bbbbbbbbbbbbbbbb") && untouched == [])
            #expect(wet.status == 0 && said == ["close bbbbbbbbbbbbbbbb", "open aaaaaaaaaaaaaaaa"])
        }
    }

    @Test func `closes very many only where that is allowed`() async throws {
        let api = FakeAPI { _ in .json([]) }
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", api) { site in
            try await site.deliver([
                .open("bbbbbbbbbbbbbbbb", description: "d", at: Compared.moment(-100_000))
            ])
            let refused = try await Self.run(site)
            let untouched = try site.spool.said(of: site.source)
            let allowed = try await Self.run(site, "--allow-mass-close")
            let said = try site.spool.said(of: site.source)

            #expect(refused.status == 1 && refused.errors.contains("--allow-mass-close"))
            #expect(untouched == [])
            #expect(allowed.status == 0 && said == ["close bbbbbbbbbbbbbbbb"], "\(allowed)")
        }
    }

    @Test func `says that a system cannot be asked, as check does`() async throws {
        let api = FakeAPI { _ in .json(["error": "no"], status: 500) }
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", api) { site in
            let result = try await Self.run(site)
            let check = try await Program().run(
                ["check", "--config", site.folder.file("glue.yaml")],
                environment: ["ARGUS_GLUE_SPOOL": nil])

            #expect(result.status == 1 && result.errors.contains("status 500: no"), "\(result)")
            #expect(check.status == 1 && check.output.contains("failed api of s"), "\(check)")
        }
    }
}
