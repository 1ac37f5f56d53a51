import ArgumentParser
import ArgusGlue
import FoundationEssentials

/// Where the settings come from; every command has it.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A YAML file with settings: url, token_file, …, and below glue: spool, max_bytes, ….",
            valueName: "file"))
    var config: String?

    /// Reads all settings; `needsServer` says whether the server's must be among them.
    func settings(needsServer: Bool = true) throws(SettingsProblem) -> GlueSettings {
        try GlueSettings(
            needsServer: needsServer, environment: ProcessInfo.processInfo.environment,
            file: config)
    }
}

/// The end of each command's help: which settings it reads.
enum SettingsHelp {
    /// Of commands that only look into the spool.
    static let spool = """
        Settings, from the environment or the file given with --config: ARGUS_GLUE_SPOOL, \
        ARGUS_TIME_ZONE.
        """

    /// Of the command that puts one alert into the spool.
    static let accepting = """
        Settings, from the environment or the file given with --config: ARGUS_GLUE_SPOOL, \
        ARGUS_GLUE_MAX_BYTES, ARGUS_GLUE_MAX_AGE, ARGUS_TIME_ZONE, ARGUS_API_VERSION.
        """

    /// Of commands that ask the server.
    static let server = """
        Settings, from the environment or the file given with --config: ARGUS_URL, ARGUS_TOKEN or \
        ARGUS_TOKEN_FILE, ARGUS_API_VERSION, ARGUS_CA_FILE, ARGUS_GLUE_SPOOL, ARGUS_GLUE_TIMEOUT.
        """

    /// Of commands that deliver.
    static let delivering = """
        Settings, from the environment or the file given with --config: ARGUS_URL, ARGUS_TOKEN or \
        ARGUS_TOKEN_FILE, ARGUS_API_VERSION, ARGUS_CA_FILE, ARGUS_TIME_ZONE, ARGUS_LOG_LEVEL, \
        ARGUS_GLUE_SPOOL, ARGUS_GLUE_MAX_BYTES, ARGUS_GLUE_MAX_AGE, ARGUS_GLUE_PARALLEL, \
        ARGUS_GLUE_RECURRENCE, ARGUS_GLUE_TIMEOUT, ARGUS_GLUE_HEARTBEAT, ARGUS_GLUE_RETRY_MIN, \
        ARGUS_GLUE_RETRY_MAX, ARGUS_GLUE_MEMORY.
        """
}
