import ArgusClientTesting
import Foundation
import Testing

@Suite struct `A log that grows` {
    @Test func `is told whole and once, however often its reader is killed`() async throws {
        let site = try Site()
        let server = FakeArgus()
        try await server.serve { url in
            for round in 1...5 {
                let glue = try site.start(url)
                try site.write(1000)
                // Within what is read, what is delivered, or a line: wherever it is by then.
                await server.until { $0.incidents.count > round * 500 }
                kill(glue.processIdentifier, SIGKILL)
                glue.waitUntilExit()
            }
            let glue = try site.start(url)
            await server.until { $0.incidents.count >= 5000 }
            glue.terminate()
            glue.waitUntilExit()

            #expect(glue.terminationStatus == 0)
        }

        #expect(server.incidents.map(\.description).sorted() == site.texts.sorted())
    }

    @Test func `is told once where its reader was killed before it noted its place`() async throws {
        let site = try Site()
        let server = FakeArgus()
        try await server.serve { url in
            for _ in 1...2 {
                let glue = try site.start(url)
                try site.write(100)
                let count = site.texts.count
                await server.until { $0.incidents.count >= count }
                kill(glue.processIdentifier, SIGKILL)
                glue.waitUntilExit()
                try? FileManager.default.removeItem(atPath: site.log + ".place")
            }
        }

        #expect(server.incidents.map(\.description).sorted() == site.texts.sorted())
    }

    @Test func `goes on in the next one when it is rotated`() async throws {
        let site = try Site()
        let server = FakeArgus()
        try await server.serve { url in
            try site.write(100)
            let first = try site.start(url)
            await server.until { $0.incidents.count >= 100 }
            kill(first.processIdentifier, SIGKILL)
            first.waitUntilExit()
            try site.write(100)
            try FileManager.default.moveItem(atPath: site.log, toPath: site.log + ".1")
            try site.write(100)
            let glue = try site.start(url)
            await server.until { $0.incidents.count >= 300 }
            glue.terminate()
            glue.waitUntilExit()
        }

        #expect(server.incidents.map(\.description).sorted() == site.texts.sorted())
    }
}

/// A log in a folder of its own, and the program that reads it.
private final class Site {
    let folder: String
    /// What was written.
    private(set) var texts: [String] = []

    var log: String { folder + "/problems.log" }

    init() throws {
        folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes lines to the end of the log, in pieces that do not end where lines do.
    func write(_ count: Int) throws {
        if !FileManager.default.fileExists(atPath: log) {
            FileManager.default.createFile(atPath: log, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: log))
        defer { try? handle.close() }
        try handle.seekToEnd()
        var lines = Data()
        for number in texts.count..<texts.count + count {
            texts.append("Box \(number) is down")
            lines.append(Data("2026-11-20T10:00:00Z Box \(number) is down\n".utf8))
        }
        var rest = lines[...]
        while !rest.isEmpty {
            try handle.write(contentsOf: rest.prefix(1000))
            rest = rest.dropFirst(1000)
        }
    }

    /// Starts the program, which stands beside the tests' own.
    func start(_ url: String) throws -> Process {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: own).deletingLastPathComponent()
            .appending(path: "LogFileGlue")
        process.environment = [
            "ARGUS_URL": url, "ARGUS_TOKEN": "any", "ARGUS_GLUE_SPOOL": folder + "/spool.db",
            "ARGUS_GLUE_TIMEOUT": "120s", "ARGUS_SERVICE_FILE": log,
        ]
        try process.run()
        return process
    }
}
