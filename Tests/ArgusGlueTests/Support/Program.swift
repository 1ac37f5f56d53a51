import ArgusTesting
import Foundation

/// The program `argus-glue` as it was built, with a folder of its own.
struct Program: Sendable {
    let folder: TemporaryFolder
    private let environment: [String: String]

    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    init(url: String? = nil) throws {
        folder = try TemporaryFolder()
        var environment = ["ARGUS_GLUE_SPOOL": folder.file("spool.db"), "HOME": folder.path]
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        // Long: a busy machine must not look like a server that does not answer.
        environment["ARGUS_GLUE_TIMEOUT"] = "120s"
        environment["ARGUS_GLUE_RETRY_MIN"] = "10ms"
        environment["ARGUS_GLUE_RETRY_MAX"] = "50ms"
        if let url {
            environment["ARGUS_URL"] = url
            environment["ARGUS_TOKEN"] = "secret-token"
            environment["ARGUS_GLUE_HEARTBEAT"] = "0"
        }
        self.environment = environment
    }

    var spool: String { folder.file("spool.db") }

    /// Beside the tests' own program, where the build puts both.
    static var file: URL {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(
            "argus-glue")
    }

    func run(
        _ arguments: [String], environment more: [String: String?] = [:], input: String = ""
    ) async throws -> Result {
        try await start(arguments, environment: more, input: input).result()
    }

    func start(
        _ arguments: [String], environment more: [String: String?] = [:], input: String = ""
    ) throws -> Running {
        try Running(
            Self.file, arguments,
            environment.merging(more.compactMapValues { $0 }) { $1 }
                .filter { more[$0.key] != .some(nil) }, input, folder)
    }

    /// A process that was started.
    final class Running: Sendable {
        private let child: Child
        private let output: URL
        private let errors: URL

        fileprivate init(
            _ file: URL, _ arguments: [String], _ environment: [String: String], _ input: String,
            _ folder: TemporaryFolder
        ) throws {
            let name = UUID().uuidString
            let stdin = URL(fileURLWithPath: folder.file("\(name).in"))
            output = URL(fileURLWithPath: folder.file("\(name).out"))
            errors = URL(fileURLWithPath: folder.file("\(name).err"))
            try Data(input.utf8).write(to: stdin)
            for file in [output, errors] { try Data().write(to: file) }
            child = try Child(
                file.path, arguments, environment: environment,
                streams: [.path(stdin.path), .path(output.path), .path(errors.path)])
        }

        /// Waits for something that comes of its running; that it ends before is an error, since
        /// one would wait for ever.
        func until(_ something: @escaping @Sendable () async -> Void) async throws {
            let (ends, end) = AsyncStream.makeStream(of: Bool.self)
            let waiting = Task {
                await something()
                end.yield(true)
            }
            let child = child
            Task {
                _ = await child.status
                end.yield(false)
            }
            let hasHappened = await ends.first { _ in true } ?? false
            waiting.cancel()
            if !hasHappened { throw EndedEarly(result: await result()) }
        }

        /// That the process ended before what was waited for had happened.
        struct EndedEarly: Error {
            let result: Result
        }

        func terminate() { child.send(SIGTERM) }

        func kill() { child.send(SIGKILL) }

        func result() async -> Result {
            let status = await child.status
            return Result(
                status: status, output: (try? String(contentsOf: output, encoding: .utf8)) ?? "",
                errors: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
        }
    }
}
