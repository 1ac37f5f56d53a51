import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `Telling a history` {
    private static let lines = [
        #"{"type":"open","key":"a","description":"first","time":"2026-01-02T10:00:00Z","live":true}"#,
        #"{"type":"event","key":"a","description":"looked at","time":"2026-01-02T10:05:00Z"}"#,
        #"{"type":"close","key":"a","time":"2026-01-02T11:00:00Z","live":true}"#,
        #"{"type":"open","key":"a","description":"second","time":"2026-01-03T10:00:00Z","live":true}"#,
        #"{"type":"close","key":"a","time":"2026-01-03T11:00:00Z","live":true}"#,
        #"{"type":"open","key":"b","description":"goes on","time":"2026-01-03T12:00:00Z"}"#,
        #"{"type":"open","key":"c","description":"too old","time":"2025-12-31T12:00:00Z"}"#,
        #"{"type":"close","key":"c","time":"2026-01-01T12:00:00Z"}"#,
        #"{"type":"stateless","key":"s","description":"rebooted","time":"2026-01-04T12:00:00Z"}"#,
        #"{"type":"?"}"#,
    ].joined(separator: "\n")

    private static func backfill(
        _ program: Program, _ source: [String] = [], file: String?
    ) async throws -> Program.Result {
        try await program.run(
            ["backfill", "--since", "2026-01-01"] + source + (file == nil ? [] : ["-"]),
            input: file ?? "")
    }

    @Test func `brings what is over, with both times, and what has no end`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let result = try await Self.backfill(Program(url: url), file: Self.lines)

            #expect(result.status == 1 && result.output.contains("3 incidents told"), "\(result)")
            #expect(result.output.contains("1 without an end") && result.errors.contains("line 10"))
            #expect(Set(server.incidents.map(\.description)) == ["first", "second", "rebooted"])
            #expect(server.incidents.allSatisfy { !$0.isOpen })
            #expect(server.eventTypes(of: "a@2026-01-02T10:00:00Z").contains("OTH"))
        }
    }

    @Test func `tells nothing twice, not even to another spool`() async throws {
        let server = FakeArgus()
        try await server.serve { url in
            let program = try Program(url: url)
            _ = try await Self.backfill(program, file: Self.lines)
            let events = server.events.count
            let again = try await Self.backfill(program, file: Self.lines)
            let elsewhere = try await Self.backfill(Program(url: url), file: Self.lines)

            #expect(again.output.contains("0 incidents told, 3 known before"), "\(again)")
            #expect(elsewhere.output.contains("0 incidents told, 3 known before"))
            #expect(server.incidents.count == 3 && server.events.count == events)
        }
    }

    @Test func `does not tell again what was told as it happened`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let program = try Program(url: url)
            _ = try await program.run(
                ["pipe"], input: Self.lines.split(separator: "\n").prefix(3).joined(separator: "\n")
            )
            let result = try await Self.backfill(program, file: Self.lines)

            #expect(result.output.contains("2 incidents told, 1 known before"), "\(result)")
            #expect(Set(server.incidents.map(\.description)) == ["first", "second", "rebooted"])
        }
    }

    @Test func `reads the export of NAV's alerts`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let program = try Program(url: url)
            let file = program.folder.file("nav.yaml")
            try "sources:\n  nav:\n    system: nav\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            let result = try await Self.backfill(
                program, ["--config", file],
                file: """
                    {"id": 7, "subject": "sw7", "start_time": "2026-01-02 10:00:00", "severity": 2,
                     "end_time": "2026-01-02 11:00:00"}
                    {"id": 8, "subject": "sw8", "start_time": "2026-01-02 10:00:00",
                     "end_time": "infinity"}
                    """)

            #expect(result.status == 0 && server.incidents.map(\.sourceIncidentID) == ["7"])
            #expect(server["7"]?.endTime == .ended(try Timestamp("2026-01-02T11:00:00Z", in: .utc)))
        }
    }

    @Test func `asks Zabbix, part by part`() async throws {
        let api = FakeAPI { request in
            let parameters = request.body["params"] ?? .null
            guard parameters["value"] != nil else {
                let ids = parameters["eventids"]?.array ?? []
                return .json(["result": .array(ids.map { ["eventid": $0, "clock": "1767348000"] })])
            }
            let from = parameters["eventid_from"]?.string.flatMap { Int($0) } ?? 1
            let events = (from..<min(from + 500, 601)).map { number -> JSONValue in
                [
                    "eventid": .string("\(number)"), "name": "n", "clock": "1767344400",
                    "r_eventid": .string("\(number + 1000)"),
                ]
            }
            return .json(["result": .array(events)])
        }
        try await Compared.run("zabbix", "    secret: 0123456789abcdef", api) { site in
            let program = try Program()
            let result = try await Self.backfill(
                program, ["--config", site.folder.file("glue.yaml")], file: nil)

            #expect(result.status == 0 && result.output.contains("600 incidents told"), "\(result)")
            #expect(site.server.incidents.count == 600)
            #expect(site.server["600"]?.endTime == .ended(Timestamp(unixSeconds: 1_767_348_000)))
        }
    }

    @Test func `ends where no number comes after Zabbix' last`() async throws {
        let api = FakeAPI { _ in
            let last: JSONValue = [
                "eventid": .string("\(Int64.max)"), "name": "n", "clock": "1767344400",
                "r_eventid": "0",
            ]
            return .json(["result": .array(Array(repeating: last, count: 500))])
        }
        try await Compared.run("zabbix", "    secret: 0123456789abcdef", api) { site in
            let result = try await Self.backfill(
                Program(), ["--config", site.folder.file("glue.yaml")], file: nil)

            #expect(result.status == 0 && result.output.contains("0 incidents told"), "\(result)")
        }
    }

    @Test func `needs a file where no API tells`() async throws {
        let result = try await Self.backfill(Program(url: "http://127.0.0.1:1"), file: nil)

        #expect(result.status == 2 && result.errors.contains("must be given in a file"))
    }
}
