import ArgumentParser
import ArgusGlue
import ArgusSettings
import FoundationEssentials

/// Where the settings come from; every command has it.
struct GlueOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A YAML file with settings: url, token_file, …, and below glue: spool, max_bytes, ….",
            valueName: "file"))
    var config: String?

    /// Reads all settings; `needsServer` says whether the server's must be among them, `system` what
    /// kind of source it is where the file names none, `only` the one source that is needed.
    func settings(
        needsServer: Bool = true, system: any MonitoringSystem.Type = PipeSystem.self,
        only: String? = nil
    ) throws(SettingsProblem) -> GlueSettings {
        try GlueSettings(
            needsServer: needsServer, environment: ProcessInfo.processInfo.environment,
            file: config, system: system, only: only)
    }
}

/// Which source is meant; every command that accepts alerts has it.
struct SourceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whose alerts they are, where the file has several sources.", valueName: "name"))
    var source: String?
}

/// The end of each command's help: which settings it reads.
enum SettingsHelp {
    /// Of commands that only look into the spool.
    static let spool = text(GlueSetting.place)

    /// Of the command that puts one alert into the spool.
    static let accepting = text(GlueSetting.accepting)

    /// Of commands that ask the server.
    static let server = text(GlueSetting.server + GlueSetting.place)

    /// Of commands that deliver.
    static let delivering = text(GlueSetting.all)

    private static func text(_ settings: [any AnySetting]) -> String {
        """
        Settings, from the environment or the file given with --config, in parentheses what holds \
        where nothing is set:
        \(settings.helpText)
        """
    }
}
