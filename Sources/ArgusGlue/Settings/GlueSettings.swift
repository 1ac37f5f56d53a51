import ArgusClient
import ArgusSettings
import ArgusVocabulary
import Logging

/// Everything that is set about a glue service.
public struct GlueSettings: Sendable {
    /// The server.
    package var server: ServerSettings
    /// The file of the spool.
    public var spool: String
    /// How much of each source it keeps.
    package var limits: SpoolLimits
    /// The port that sources post to.
    package var port: WebhookPort
    /// Where it is told how the spool stands; nil for nowhere.
    package var statusAddress: ListenAddress?
    /// From which level on the log is written.
    public var logLevel: Logger.Level
    /// The sources, in the order of the file; ``SourceName/default`` alone if it names none.
    public var sources: [SourceSettings]

    /// Reads the settings of an environment, as ``GlueService/main(_:)`` does, and reports everything that
    /// is wrong at once.
    public init(environment: [String: String]) throws(SettingsProblem) {
        try self.init(environment: environment, file: nil)
    }

    /// Reads settings from the environment and from a file, if there is one; the environment wins.
    ///
    /// In the file a setting has its name without `ARGUS_`, in lower case, those that begin with
    /// `ARGUS_GLUE_` below `glue`, and each source has a section below `sources`. Names that are not
    /// known are mistakes, and all mistakes are reported at once. `needsServer` says whether the URL
    /// and the token must be there, `system` is the kind of the source where the file names none, and
    /// `only` the one source that is needed.
    package init(
        needsServer: Bool = true, environment: [String: String], file path: String? = nil,
        system: any MonitoringSystem.Type = PipeSystem.self, only: String? = nil
    ) throws(SettingsProblem) {
        var origin = try GlueOrigin(
            GlueSetting.all, environment: environment, file: path,
            besides: [SettingsFile.sourcesName, GlueSetting.ownSection])
        var sections = origin.file.sources() ?? [SourceSection(name: .default, system: system)]
        if let own = sections.first(where: { $0.name.description == only }) { sections = [own] }
        var reader = origin.reader()
        self.init(origin, &reader, sections, needsServer: needsServer)
        origin.reportUnknown(&reader, beginning: ["ARGUS_GLUE_"])
        try reader.finish()
    }

    /// Reads what is set for all sources, and for each; what is wrong with it is known to the reader.
    init(
        _ origin: GlueOrigin, _ reader: inout SettingsReader, _ sections: [SourceSection],
        needsServer: Bool = true
    ) {
        server = ServerSettings(&reader, environment: origin.environment)
        spool = reader.read(GlueSetting.spool) ?? Self.usualSpool(origin.environment)
        limits = SpoolLimits(
            bytes: reader.read(GlueSetting.maxBytes),
            age: reader.read(GlueSetting.maxAge).flatMap { $0 == .zero ? nil : $0 })
        let kept = reader.read(GlueSetting.keepDelivered)
        limits.delivered = kept == .zero ? nil : kept
        port = WebhookPort(&reader)
        statusAddress = reader.read(WebhookSetting.statusListen)
        logLevel = reader.read(GlueSetting.logLevel)
        if needsServer { server.check(&reader) }
        sources = []
        for section in sections {
            var own = section.reader { origin.text($0) }
            let source = SourceSettings(
                section.name, section.system, &own, readingTables: needsServer)
            if needsServer { own.expect(source) }
            sources.append(source)
            reader.report(own.mistakes)
        }
    }

    /// `/var/lib/argus-glue/spool.db` for the system, else a file in the user's own state folder.
    static func usualSpool(_ environment: [String: String]) -> String {
        let name = "argus-glue/spool.db"
        if SystemFolder.isOurs { return "/var/lib/\(name)" }
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty { return "\(state)/\(name)" }
        if let home = environment["HOME"], !home.isEmpty { return "\(home)/.local/state/\(name)" }
        return "/var/lib/\(name)"
    }

    /// How messages are written: to standard error, from the set level on.
    package func logger(_ label: String) -> Logger {
        var logger = Logger(label: label) {
            OneLineLogHandler(StreamLogHandler.standardError(label: $0))
        }
        logger.logLevel = logLevel
        return logger
    }
}

extension GlueSettings {
    /// The source of a name, or the only one if no name is given; a mistake if there is no such one,
    /// or it is of another system than is expected.
    package func source(
        named name: String?, of system: (any MonitoringSystem.Type)? = nil
    ) throws(SettingsProblem) -> SourceSettings {
        let names = sources.map(\.name.description)
        guard let name = name ?? (names.count == 1 ? names.first : nil) else {
            throw Self.mistake("must be one of \(names.joined(separator: ", "))")
        }
        guard let source = sources.first(where: { $0.name.description == name }) else {
            let suggestion = Suggestion(for: name, among: names)
            throw Self.mistake("\(name.inOneLine) is not in the settings\(suggestion)")
        }
        if let system, source.system.name != system.name {
            throw Self.mistake("\(name) is of the system \(source.system.name), not \(system.name)")
        }
        return source
    }

    private static func mistake(_ problem: String) -> SettingsProblem {
        SettingsProblem(mistakes: [.init(name: "The source", problem: problem)])
    }
}
