import ArgusTesting
import Foundation
import Testing

/// Whatever the glue waits for, it takes next to no time of the processor and does not grow.
///
/// What is compared is the processor's time with the time that went by, so that a busy machine
/// changes nothing: it makes the second longer, not the first.
@Suite(.serialized) struct `The glue waits quietly` {
    private static let window = Duration.seconds(4)

    @Test func `for a server where nobody listens`() async throws {
        try await waiting(for: "http://127.0.0.1:1")
    }

    @Test(arguments: [
        "HTTP/1.1 401 Unauthorized", "HTTP/1.1 403 Forbidden",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60", "HTTP/1.1 500 Internal Server Error",
        "HTTP/1.1 503 Service Unavailable",
    ])
    func `for a server that answers`(head: String) async throws {
        try await StubbornServer.with(head) { server in try await waiting(for: server.url) }
    }

    @Test(arguments: ["pipe", "nav", "run"])
    func `for another process on the same spool`(command: String) async throws {
        try await StubbornServer.with("HTTP/1.1 503 Service Unavailable") { server in
            try await TemporaryFolder.with { folder in
                let settings = settings(folder, server.url)
                try await RunningGlue.with("run", settings) { first in
                    try await enqueue("1", settings, folder)
                    #expect(await first.says("stay in the spool"))
                    try await RunningGlue.with(command, settings) { second in
                        #expect(await second.says("this one accepts"))
                        second.write(#"{"type": "open", "key": "2", "description": "d"}"# + "\n")
                        try await isQuiet(second)
                    }
                }
            }
        }
    }

    /// One alert waits, then another comes, which is when an alarm is set anew.
    private func waiting(for url: String) async throws {
        try await TemporaryFolder.with { folder in
            let settings = settings(folder, url)
            try await RunningGlue.with("run", settings) { glue in
                try await enqueue("1", settings, folder)
                #expect(await glue.says("stay in the spool"))
                try await enqueue("2", settings, folder)
                try await isQuiet(glue)
            }
        }
    }

    private func isQuiet(_ glue: RunningGlue) async throws {
        let (clock, former) = (ContinuousClock(), try glue.processorTime)
        let start = clock.now
        for _ in 0..<8 { try await Task.sleep(for: Self.window / 8) }
        let (taken, time) = (try glue.processorTime - former, clock.now - start)

        #expect(taken < time / 50, "\(taken) of the processor's time in \(time)")
        #expect(try glue.ownMemory < 60 << 20)
    }

    private func enqueue(
        _ key: String, _ settings: [String: String], _ folder: TemporaryFolder
    ) async throws {
        let done = try await Program.glue.run(
            ["enqueue", "--open", "--key", key, "--description", "d"], settings: settings,
            in: folder.path)
        #expect(done.status == 0, "\(done)")
    }

    private func settings(_ folder: TemporaryFolder, _ url: String) -> [String: String] {
        [
            "ARGUS_URL": url, "ARGUS_TOKEN": "t", "ARGUS_GLUE_SPOOL": folder.file("spool.db"),
            "ARGUS_GLUE_HEARTBEAT": "0",
            // So long that it still waits for the first delay when it is measured.
            "ARGUS_GLUE_RETRY_MIN": "3600s", "ARGUS_GLUE_RETRY_MAX": "3600s",
        ]
    }
}
