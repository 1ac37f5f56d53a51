import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Foundation

/// A built program, run as people run it.
struct Program: Sendable {
    private let name: String

    /// The server and its administration.
    static let argus = Program(name: "argus")

    /// What runs beside a monitoring system.
    static let glue = Program(name: "argus-glue")

    /// How a run ended.
    struct Finished: Sendable {
        let status: Int32
        let output: String
        let errors: String

        /// What was printed, which must be JSON.
        var json: JSONValue {
            get throws { try JSONValue(parsing: output) }
        }
    }

    /// The program stands beside the bundle of tests.
    private var url: URL {
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name)
    }

    /// Starts it, with these settings and no others of ours.
    func start(
        _ arguments: [String], settings: [String: String], streams: [Child.Stream]
    ) throws -> Child {
        let environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ARGUS_") }
            .merging(settings) { $1 }
        return try Child(
            url.path, arguments, environment: environment, streams: streams)
    }

    /// Runs it to its end.
    func run(
        _ arguments: [String], input: String = "", settings: [String: String], in folder: String
    ) async throws -> Finished {
        let paths = ["in", "out", "err"].map { "\(folder)/\(UUID().uuidString).\($0)" }
        for path in paths { try Data().write(to: URL(filePath: path)) }
        try Data(input.utf8).write(to: URL(filePath: paths[0]))
        let child = try start(
            arguments, settings: settings, streams: paths.map { .path($0) })
        let status = await child.status
        let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
        for path in paths { try FileManager.default.removeItem(atPath: path) }
        return Finished(status: status, output: texts[1], errors: texts[2])
    }
}

/// A folder with a database of its own, and the program that works on it.
struct Installation: Sendable {
    let folder: TemporaryFolder
    var settings: [String: String]

    /// Where its database is.
    var database: String { folder.file("argus.db") }

    /// Makes a folder, lets a body use it, and removes it.
    static func with(_ body: (Installation) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let settings = [
                "ARGUS_DATABASE": "sqlite:\(folder.file("argus.db"))",
                "ARGUS_LISTEN": "127.0.0.1:0",
            ]
            try await body(Installation(folder: folder, settings: settings))
        }
    }

    /// Makes an empty database on PostgreSQL, lets a body use it, and removes it.
    static func onPostgreSQL(_ body: (Installation) async throws -> Void) async throws {
        try await TestServer.with(.nothing) { address in
            try await with { installation in
                var installation = installation
                installation.settings["ARGUS_DATABASE"] = address
                try await body(installation)
            }
        }
    }

    /// Makes an empty database of the kind that this run is about.
    static func onCurrentDatabase(_ body: (Installation) async throws -> Void) async throws {
        switch EmptyDatabase.Kind.current {
        case .sqlite: try await with(body)
        case .postgresql: try await onPostgreSQL(body)
        }
    }

    /// Runs a command of `argus`.
    @discardableResult
    func argus(_ arguments: String..., input: String = "") async throws -> Program.Finished {
        try await run(arguments, input: input)
    }

    /// Runs a command of `argus`.
    func run(_ arguments: [String], input: String = "") async throws -> Program.Finished {
        try await Program.argus.run(
            arguments, input: input, settings: settings, in: folder.path)
    }

    /// Adds a source system, and gives its token.
    func createSource(_ name: String = "nav1") async throws -> String {
        let created = try await argus("source", "create", name, "--type", "nav", "--json")
        return try created.json["token"]?.string ?? ""
    }
}
