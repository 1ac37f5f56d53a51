import ArgumentParser
import ArgusOperations
import ArgusServer
import FoundationEssentials

/// Where settings come from beside the environment; every command takes it.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("A file with settings, in YAML.", valueName: "path"))
    var config: String?

    /// The settings, or all mistakes in them.
    func settings() throws -> Settings {
        try Settings(environment: ProcessInfo.processInfo.environment, file: config)
    }

    /// Does something with the database, whether the server runs or not.
    ///
    /// Refuses one that is not there yet, unless it may be made: a look into the wrong folder would
    /// find everything right and empty.
    func withOperations<Value>(
        mayMake: Bool = false, _ body: (Operations, Settings) async throws -> Value
    ) async throws -> Value {
        let settings = try settings()
        let (operations, _) = try await ArgusServer.open(settings, mayMake: mayMake)
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
