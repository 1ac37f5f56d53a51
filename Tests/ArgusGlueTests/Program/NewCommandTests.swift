import ArgusClientTesting
import ArgusGlue
import ArgusTesting
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `A new settings file` {
    private static let systems = MonitoringSystems.all.map { $0.name }

    /// Writes what a file for systems names into a folder, and reads it.
    private func settings(_ text: String, in folder: TemporaryFolder) throws -> GlueSettings {
        let text = text.replacing("/etc/argus-glue", with: folder.path)
        for line in text.split(separator: "\n") where line.contains("_file: ") {
            let file = line.split(separator: " ").last.map(String.init) ?? ""
            guard file.hasPrefix(folder.path) else { continue }
            try "0123456789abcdef".write(toFile: file, atomically: true, encoding: .utf8)
        }
        let file = folder.file("glue.yaml")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try GlueSettings(environment: [:], file: file)
    }

    @Test(arguments: systems)
    func `is right for each system, once its secrets are there`(system: String) throws {
        let text = try NewConfiguration([system]).text
        let read = try settings(text, in: TemporaryFolder())

        #expect(read.sources.map(\.system.name) == [system])
    }

    @Test func `is right for all systems together, under names of one's own`() throws {
        let words = Self.systems.map { "my-\($0)=\($0)" }
        let read = try settings(try NewConfiguration(words).text, in: TemporaryFolder())

        #expect(read.sources.map(\.name.description) == Self.systems.map { "my-\($0)" })
    }

    /// What is a comment holds by itself: it can be taken for what it says.
    @Test(arguments: systems)
    func `is right, too, with the comments that name a value`(system: String) throws {
        let text = try NewConfiguration([system]).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isValue =
                line.firstMatch(of: /^ *# [a-z_]+: [^( ]/) != nil && !line.contains("FILE")
            return String(isValue ? line.replacing("# ", with: "", maxReplacements: 1) : line)
        }

        #expect(throws: Never.self) {
            try settings(lines.joined(separator: "\n"), in: TemporaryFolder())
        }
    }

    @Test(arguments: [
        (["zabix"], "There is no system zabix; did you mean zabbix?"),
        (["a b=nav"], "The name of a source must be"),
        (["nav", "nav"], "Two sources cannot both be called nav"),
    ])
    func `is none of what there is not`(words: [String], sentence: String) async throws {
        let result = try await Program().run(["new-config"] + words)

        #expect(result.status == 2 && result.errors.contains(sentence), "\(result)")
    }

    @Test func `is printed`() async throws {
        let result = try await Program().run(["new-config", "oslo=nav"])

        #expect(result.status == 0 && result.output.contains("  oslo:\n"), "\(result)")
        #expect(result.output == (try NewConfiguration(["oslo=nav"]).text))
    }
}

@Suite struct `A new package` {
    private func run(_ arguments: [String], in folder: TemporaryFolder) async throws -> Int32 {
        let program = Program.file.path
        let child = try Child(
            "/bin/sh", ["-c", "cd \"$0\" && exec \"$@\"", folder.path, program, "new"] + arguments,
            environment: [:], streams: [.path("/dev/null"), .path("/dev/null"), .path("/dev/null")])
        return await child.status
    }

    @Test func `is the example of the guide, under a name of its own`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = try TemporaryFolder()
        func text(_ file: String) throws -> String {
            try String(contentsOfFile: file, encoding: .utf8)
        }
        let status = try await run(["DoorGlue", "--argus", root.path], in: folder)
        let example = root.appendingPathComponent(
            "Examples/ThirtyLineGlue/Sources/ThirtyLineGlue/main.swift")
        let manifest = try text(folder.file("DoorGlue/Package.swift"))

        #expect(status == 0)
        #expect(try text(folder.file("DoorGlue/Sources/DoorGlue/main.swift")) == text(example.path))
        #expect(
            manifest.contains(#".package(name: "argus", path: "\#(root.path)", traits: ["Glue"])"#))
        #expect(manifest.contains(#"name: "DoorGlue""#) && !manifest.contains("«"))
        #expect(try await run(["DoorGlue", "--argus", "https://a/b"], in: folder) == 1)
        #expect(try await run(["Door\"", "--argus", "https://a/b"], in: folder) == 2)
    }
}

@Suite struct `The examples of other languages` {
    private func run(
        _ name: String, _ arguments: [String] = [], _ environment: [String: String]
    ) async throws -> Int32 {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let own = Program.file.deletingLastPathComponent().path
        let path = "\(own):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let child = try Child(
            root.appendingPathComponent("Examples/\(name)").path, arguments,
            environment: environment.merging(["PATH": path]) { $1 },
            streams: [.path("/dev/null"), .path("/dev/null"), .path("/dev/null")])
        return await child.status
    }

    @Test func `bring alerts from Python`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let folder = try TemporaryFolder()
            let status = try await run(
                "pipe.py", [],
                [
                    "ARGUS_URL": url, "ARGUS_TOKEN": "t", "ARGUS_GLUE_TIMEOUT": "120s",
                    "ARGUS_GLUE_SPOOL": folder.file("spool.db"), "ARGUS_GLUE_HEARTBEAT": "0",
                ])

            #expect(status == 0 && server["disk-full"]?.isOpen == false)
            #expect(server["disk-full"]?.tags["host"] == ["mail2"])
        }
    }

    @Test func `put alerts into the spool from a shell`() async throws {
        let folder = try TemporaryFolder()
        let environment = ["ARGUS_GLUE_SPOOL": folder.file("spool.db")]
        let full = try await run("enqueue.sh", ["/", "0"], environment)
        let well = try await run("enqueue.sh", ["/", "101"], environment)
        let alerts = try Spool(path: folder.file("spool.db")).waiting()

        #expect(full == 0 && well == 0 && alerts.map(\.kind) == [.open, .close])
        #expect(alerts.first?.key == alerts.last?.key && alerts.first?.tags?["disk"] == ["/"])
    }
}
