import ArgusClient
import Synchronization
import Testing

/// A client beside the fake server that it talks to, and what it waited for.
struct Harness: Sendable {
    let argus: ArgusClient
    let server: FakeServer
    let pauses: Pauses
    let configuration: ArgusClient.Configuration
}

/// Runs a scripted server and a client of it; the client never really waits.
func withServer(
    _ script: FakeServer.Script,
    configure: @Sendable (inout ArgusClient.Configuration) -> Void = { _ in },
    _ body: @Sendable (Harness) async throws -> Void
) async throws {
    let server = FakeServer(script)
    let pauses = Pauses()
    try await server.run { port in
        var configuration = ArgusClient.Configuration.sample(port: port)
        configuration.pause = { pauses.add($0) }
        configuration.random = { 0 }
        // A busy machine is not a silent server.
        configuration.timeout = .seconds(120)
        configure(&configuration)
        try await ArgusClient.with(configuration) { [configuration] argus in
            try await body(
                Harness(
                    argus: argus, server: server, pauses: pauses, configuration: configuration))
        }
    }
}

/// The delays that a client asked for.
final class Pauses: Sendable {
    private let durations = Mutex<[Duration]>([])

    var all: [Duration] { durations.withLock { $0 } }

    func add(_ duration: Duration) {
        durations.withLock { $0.append(duration) }
    }
}

/// The kind of error that a call ends with.
func failure<Value>(
    _ call: () async throws(ArgusError) -> Value,
    at location: SourceLocation = #_sourceLocation
) async -> ArgusError? {
    do {
        _ = try await call()
        Issue.record("it succeeded", sourceLocation: location)
        return nil
    } catch {
        return error
    }
}

extension ArgusClient.Configuration {
    static func sample(
        url: String? = nil,
        port: Int = 8000,
        token: Token = "s3cr3t"
    ) -> ArgusClient.Configuration {
        ArgusClient.Configuration(
            url: url ?? "http://localhost:\(port)",
            token: token,
            // Nothing here is about a busy machine that takes its time.
            timeout: .seconds(300),
            environment: [:]
        )
    }
}
