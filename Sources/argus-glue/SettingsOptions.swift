import ArgumentParser
import ArgusGlue
import Configuration
import FoundationEssentials
import SystemPackage

/// Where the settings come from; every command has it.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: "A YAML file with settings: `url`, `token_file`, …, below `glue`: `spool`, ….")
    var config: String?

    /// Reads all settings; `needsServer` says whether the server's must be among them.
    func settings(needsServer: Bool = true) async throws -> GlueSettings {
        let environment = ProcessInfo.processInfo.environment
        guard let config else {
            return try GlueSettings(needsServer: needsServer, environment: environment) {
                environment[$0]
            }
        }
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "argus"),
            try await file(config),
        ])
        return try GlueSettings(needsServer: needsServer, environment: environment) {
            reader.string(forKey: Self.key($0))
        }
    }

    private func file(_ path: String) async throws -> FileProvider<YAMLSnapshot> {
        do {
            return try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
        } catch {
            throw UnreadableFile(description: "The settings in \(path) cannot be read: \(error)")
        }
    }

    /// `ARGUS_GLUE_MAX_BYTES` is `glue.max_bytes`, `ARGUS_URL` is `url`.
    private static func key(_ name: String) -> ConfigKey {
        let rest = name.dropFirst("ARGUS_".count).lowercased()
        guard rest.hasPrefix("glue_") else { return ConfigKey([rest]) }
        return ConfigKey(["glue", String(rest.dropFirst("glue_".count))])
    }
}

/// A settings file that is not there, or no YAML.
private struct UnreadableFile: Error, CustomStringConvertible {
    let description: String
}
