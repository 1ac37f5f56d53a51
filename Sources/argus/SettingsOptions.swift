import ArgumentParser
import ArgusOperations
import ArgusServer
import FoundationEssentials

/// Where settings come from beside the environment; every command takes it.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: "A file with settings, in YAML.")
    var config: String?

    /// The settings, or all mistakes in them.
    func settings() async throws -> Settings {
        try await SettingsReader.read(
            environment: ProcessInfo.processInfo.environment, file: config)
    }

    /// Does something with the database, whether the server runs or not.
    func withOperations<Value>(
        _ body: (Operations, Settings) async throws -> Value
    ) async throws -> Value {
        let settings = try await settings()
        let (operations, _) = try await ArgusServer.open(settings)
        do {
            let value = try await body(operations, settings)
            try operations.close()
            return value
        } catch {
            try? operations.close()
            throw error
        }
    }
}

/// How data is printed.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON.")
    var json = false
}
