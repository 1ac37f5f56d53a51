import ArgusClient
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Foundation
import Testing

/// The property that `A history that is told again` shows of the courier, with both programs and the
/// database of this run.
@Suite struct `A history told again changes nothing` {
    @Test(arguments: 0..<4)
    func `on the server, whether the spool is kept or lost`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let lines = Self.history(using: &random)
        let cut = Int.random(in: 0...lines.count, using: &random)
        try await Installation.onCurrentDatabase { installation in
            let tokens = try await [
                installation.createSource("once"), installation.createSource("kept"),
                installation.createSource("lost"),
            ]
            try await RunningServer.with(installation) { server in
                let glues = tokens.map {
                    RunningPipe(installation: installation, url: server.url, token: $0)
                }
                try await glues[0].tell(lines)
                for part in [lines[..<cut], lines[cut...], lines[...], lines[..<cut]] {
                    try await glues[1].tell(Array(part))
                }
                for _ in 0..<2 {
                    try await glues[2].tell(lines)
                    try glues[2].loseTheSpool()
                }
                let once = try await glues[0].incidents()

                #expect(once.count > 2)
                #expect(try await glues[1].incidents() == once, "\(lines)")
                #expect(try await glues[2].incidents() == once, "\(lines)")
            }
        }
    }

    /// Openings and closings of a few problems in any order, no two of one problem at the same time.
    private static func history(using random: inout SeededGenerator) -> [String] {
        var lines: [String] = []
        for key in ["a", "b", "a@2026-11-20T10:03:00Z"] {
            for minute in (0..<7).shuffled(using: &random).prefix(5) {
                let type = random.pick(["open", "close"])
                let time = "2026-11-20T10:0\(minute):00Z"
                lines.append(
                    #"{"type":"\#(type)","key":"\#(key)","time":"\#(time)","#
                        + #""description":"\#(key) \#(minute)"}"#)
            }
        }
        return lines.shuffled(using: &random)
    }
}

/// `argus-glue pipe` with a spool and a source system of its own.
private struct RunningPipe {
    let installation: Installation
    let url, token: String

    private var spool: String { installation.folder.file("\(token).db") }

    /// Hands over alerts, a line each, and waits until they are delivered.
    func tell(_ lines: [String]) async throws {
        let piped = try await Program.glue.run(
            ["pipe"], input: lines.map { $0 + "\n" }.joined(),
            settings: [
                "ARGUS_URL": url, "ARGUS_TOKEN": token, "ARGUS_GLUE_HEARTBEAT": "0",
                "ARGUS_GLUE_SPOOL": spool, "ARGUS_GLUE_TIMEOUT": "120s",
            ], in: installation.folder.path)
        #expect(piped.status == 0, "\(piped)")
    }

    func loseTheSpool() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: installation.folder.path)
        where name.hasPrefix("\(token).db") {
            try FileManager.default.removeItem(atPath: installation.folder.file(name))
        }
    }

    /// What the server holds of this source, apart from names and numbers.
    func incidents() async throws -> [String] {
        let client = try ArgusClient(
            ArgusClient.Configuration(
                url: url, token: Token(token), timeout: .seconds(120), environment: [:]))
        var incidents: [String] = []
        for try await incident in client.mine() {
            incidents.append(
                "\(incident.startTime) \(incident.endTime) \(incident.description)")
        }
        try await client.shutdown()
        return incidents.sorted()
    }
}
