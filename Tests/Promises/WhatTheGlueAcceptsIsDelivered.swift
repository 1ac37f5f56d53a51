import ArgusClient
import ArgusGlue
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Foundation
import Logging
import Testing

@Suite struct `What the glue accepts is delivered` {
    @Test(arguments: APIVersion.allCases)
    func `from a pipe, however odd it is`(version: APIVersion) async throws {
        try await Glue.with(version) { glue in
            var odd = OddLines(seed: 5)
            let lines = (0..<60).flatMap { odd.pair($0) }
            let piped = try await glue.run(["pipe"], input: lines.joined(separator: "\n") + "\n")
            let status = try await glue.status()

            #expect(piped.status == 0 || piped.errors.contains("Refused: line "))
            #expect(
                status.accepted > 60 && status.isDone, "\(status) \(piped.errors.suffix(2000))")
            #expect(try await glue.openIncidents() == 0)
        }
    }

    @Test(arguments: APIVersion.allCases)
    func `from NAV, however odd it is`(version: APIVersion) async throws {
        try await Glue.with(version) { glue in
            var odd = OddLines(seed: 6)
            let lines = (0..<40).flatMap { odd.navPair($0) }
            let read = try await glue.run(["nav"], input: lines.joined(separator: "\n"))
            let status = try await glue.status()

            #expect(read.status == 0)
            #expect(
                status.accepted >= 80 && status.isDone, "\(status) \(read.errors.suffix(2000))")
            #expect(try await glue.openIncidents() == 0)
        }
    }

    @Test func `from a notification hook, or it is refused with a status of its own`() async throws
    {
        try await Glue.with(.v3) { glue in
            var texts = OddTexts(seed: 7)
            var accepted = 0
            for _ in 0..<12 {
                // Neither arguments nor variables can hold NUL, or be longer than 128 KiB.
                func next() -> String {
                    String(texts.next().replacing("\0", with: "").prefix(2000))
                }
                let result = try await glue.run([
                    "enqueue", "--open", "--key", next(), "--description", next(),
                    "--tag", "\(next())=\(next())", "--details-url", next(),
                ])
                #expect(result.status == 0 || result.status == 2, "\(result)")
                accepted += result.status == 0 ? 1 : 0
            }
            _ = try await glue.run(["pipe"])
            let status = try await glue.status()

            #expect(accepted > 2)
            #expect(status.accepted == accepted && status.isDone, "\(status)")
        }
    }

    @Test(arguments: APIVersion.allCases)
    func `from a service of one's own, however odd it is`(version: APIVersion) async throws {
        try await Glue.with(version) { glue in
            var odd = OddLines(seed: 8)
            let alerts = (0..<40).flatMap { odd.alerts($0) }
            let source = AsyncStream { continuation in
                for alert in alerts { continuation.yield(alert) }
                continuation.finish()
            }
            let environment = glue.settings
            var settings = try GlueSettings(environment: environment, file: nil)
            settings.logLevel = .critical
            try await GlueService.run(source, settings)
            let status = try await glue.status()

            #expect(status.accepted > 60 && status.isDone, "\(status)")
            #expect(try await glue.openIncidents() == 0)
        }
    }
}

/// `argus-glue` with a spool of its own and a server that it delivers to.
private struct Glue {
    let installation: Installation
    let settings: [String: String]

    /// Runs a server for a body; the glue speaks a version of the API.
    static func with(_ version: APIVersion, _ body: (Glue) async throws -> Void) async throws {
        try await Installation.onCurrentDatabase { installation in
            let token = try await installation.createSource()
            try await RunningServer.with(installation) { server in
                let settings = [
                    "ARGUS_URL": server.url, "ARGUS_TOKEN": token,
                    "ARGUS_API_VERSION": version.rawValue, "ARGUS_GLUE_HEARTBEAT": "0",
                    "ARGUS_GLUE_SPOOL": installation.folder.file("spool.db"),
                    // A busy machine must not look like a server that does not answer.
                    "ARGUS_GLUE_TIMEOUT": "120s",
                ]
                try await body(Glue(installation: installation, settings: settings))
            }
        }
    }

    func run(_ arguments: [String], input: String = "") async throws -> Program.Finished {
        try await Program.glue.run(
            arguments, input: input, settings: settings, in: installation.folder.path)
    }

    struct Status {
        let accepted, depth, dead: Int
        let reasons: String

        /// Whether all that was accepted is on the server, or needs nothing.
        var isDone: Bool { depth == 0 && dead == 0 }
    }

    func status() async throws -> Status {
        let json = try await run(["status", "--json"]).json
        func number(_ name: String) -> Int { Int(json[name]?.integer ?? -1) }
        return Status(
            accepted: number("accepted"), depth: number("depth"), dead: number("dead"),
            reasons: String(try await run(["dead", "list"]).output.prefix(4000)))
    }

    /// How many incidents the server has open.
    func openIncidents() async throws -> Int {
        let client = try ArgusClient(
            ArgusClient.Configuration(
                url: settings["ARGUS_URL"] ?? "", token: Token(settings["ARGUS_TOKEN"] ?? ""),
                timeout: .seconds(120), environment: [:]))
        var count = 0
        for try await _ in client.mine(IncidentQuery(open: true)) { count += 1 }
        try await client.shutdown()
        return count
    }
}

/// Alerts as odd as they come, each opening with its closing, the same in every run.
private struct OddLines {
    private var texts: OddTexts
    private let start = Timestamp(unixSeconds: 1_795_165_200)

    init(seed: UInt64) {
        texts = OddTexts(seed: seed)
    }

    /// An opening, or something that has no end, and what ends it, as lines of the pipe format.
    mutating func pair(_ number: Int) -> [String] {
        let key = texts.next() + "-\(number)"
        let kind = texts.dice.pick(["open", "open", "open", "stateless"])
        var opening = object(["type": .string(kind), "key": .string(key)])
        opening.set("description", to: .string(texts.next()))
        opening.set("level", to: texts.dice.pick(["WARNING", "2", 1, "Crit", 9, "bad"]))
        opening.set("tags", to: .array(tags()))
        opening.set(
            "details_url",
            to: .string(texts.dice.pick(["/a b", "javascript:alert(1)", texts.next()])))
        opening.set("metadata", to: metadata(3))
        opening.set(
            "time",
            to: texts.dice.pick([
                "2026-11-20T10:00:00", "2026-11-20T10:00:00+01:00", "20261120T100000Z",
            ]))
        let closing = object([
            "type": "close", "key": .string(key), "time": "2026-11-21T10:00:00Z",
            "description": .string(texts.next()),
        ])
        let event = object([
            "type": "event", "key": .string(key), "time": "2026-11-20T11:00:00Z",
            "description": .string(texts.next() + "."),
        ])
        guard kind == "open" else { return [JSONValue.object(opening).text] }
        // The other lines fit only where the opening was taken.
        let isTaken =
            (try? Alert(.object(opening), in: .utc, now: start)
                .deliverable(for: .v2, receipt: start)) != nil
        let others = [JSONValue.object(event).text, JSONValue.object(closing).text]
        return [JSONValue.object(opening).text] + (isTaken ? others : [])
    }

    mutating func navPair(_ number: Int) -> [String] {
        let state = texts.dice.pick(["s", "s", "x"])
        var alert = object([
            "id": .integer(Int64(number)), "history": .integer(Int64(number)),
            "time": texts.dice.pick(["2026-11-20T10:00:00.5", "0001-01-01T00:00:00", "?"]),
            "state": .string(state), "source": .string(texts.next()),
            "subject": .string(texts.next()),
            "subject_type": texts.dice.pick(["Netbox", "Interface"]),
            "subject_url": .string("/ipdevinfo/\(texts.next())/"), "message": .string(texts.next()),
            "severity": texts.dice.pick([0, 2, 50, "x"]), "value": .string(texts.next()),
            "device_groups": .array([.string(texts.next()), .null]), "alert_type": .null,
        ])
        let opening = JSONValue.object(alert).text
        alert.set("state", to: "e")
        // Unreadable, so that it is the time of receipt, which is after any of the openings.
        alert.set("time", to: "?")
        return [opening, texts.next().replacing("{", with: ""), JSONValue.object(alert).text]
    }

    mutating func alerts(_ number: Int) -> [Alert] {
        let key = texts.next() + "-\(number)"
        let many = Tags(
            (0..<texts.dice.pick([0, 2, 2, 1200])).map { Tags.Element(texts.short(), "\($0)") })
        let time = texts.dice.pick([start, .distantPast, Timestamp(unixSeconds: -62_135_596_800)])
        return [
            .open(
                key, description: texts.next(), at: time,
                level: texts.dice.pick([.high, .unknown(0)]),
                tags: many, detailsURL: texts.next(), metadata: .number("NaN")),
            .close(key, at: .distantPast, description: texts.next()),
        ]
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONObject { JSONObject(members) }

    private func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONObject {
        JSONObject(members.map { ($0.key, $0.value) })
    }

    private mutating func tags() -> [JSONValue] {
        (0..<texts.dice.pick([0, 1, 3, 3, 3, 1200])).map { number in
            .string("\(texts.short().replacing("=", with: "."))k=\(texts.short())\(number)")
        }
    }

    private mutating func metadata(_ depth: Int) -> JSONValue {
        guard depth > 0 else { return .string(texts.short()) }
        return .object(
            JSONObject([
                (texts.short(), .array([metadata(depth - 1), .number("1e999")])),
                (texts.short(), metadata(depth - 1)),
            ]))
    }
}
