import ArgusClient
import Logging

/// Everything that is set about a glue service.
public struct GlueSettings: Sendable {
    /// The server.
    public var server: ServerSettings
    /// The file of the spool.
    public var spool: String
    /// How much of each source it keeps.
    public var limits: SpoolLimits
    /// From which level on the log is written.
    public var logLevel: Logger.Level
    /// The sources, in the order of the file; ``SourceName/default`` alone if it names none.
    public var sources: [SourceSettings]

    /// Reads settings by their names, and reports everything that is wrong at once.
    ///
    /// `needsServer` says whether the URL and the token must be there.
    public init(
        needsServer: Bool = true, environment: [String: String],
        reading value: @escaping (String) -> String?
    ) throws(SettingsProblem) {
        try self.init(Origin(environment: environment, value: value), needsServer, PipeSystem.self)
    }

    /// Reads settings from the environment and from a file, if there is one; the environment wins.
    ///
    /// In the file a setting has its name without `ARGUS_`, in lower case, those that begin with
    /// `ARGUS_GLUE_` below `glue`, and each source has a section below `sources`. Names that are not
    /// known are mistakes. `system` is the kind of the source where the file names none.
    public init(
        needsServer: Bool = true, environment: [String: String], file path: String?,
        system: any MonitoringSystem.Type = PipeSystem.self
    ) throws(SettingsProblem) {
        let file = path.map { SettingsFile(path: $0) }
        let origin = Origin(environment: environment, file: file) {
            environment[$0] ?? file?.values[$0]
        }
        try self.init(origin, needsServer, system)
    }

    /// Where settings come from.
    private struct Origin {
        let environment: [String: String]
        var file: SettingsFile?
        let value: (String) -> String?

        init(
            environment: [String: String], file: SettingsFile? = nil,
            value: @escaping (String) -> String?
        ) {
            (self.environment, self.file) = (environment, file)
            // What can only be set for one of several sources is no variable.
            self.value = { $0.hasPrefix("ARGUS_") ? value($0) : nil }
        }
    }

    private init(
        _ origin: Origin, _ needsServer: Bool, _ system: any MonitoringSystem.Type
    ) throws(SettingsProblem) {
        var reader = SettingsReader(
            value: origin.value, mistakes: origin.file?.mistakes ?? [])
        server = ServerSettings(&reader, environment: origin.environment)
        spool = reader.read(GlueSetting.spool) ?? Self.usualSpool(origin.environment)
        limits = SpoolLimits(
            bytes: reader.read(GlueSetting.maxBytes) ?? SpoolLimits().bytes,
            age: reader.read(GlueSetting.maxAge).flatMap { $0 == .zero ? nil : $0 })
        logLevel = reader.read(GlueSetting.logLevel) ?? .info
        if needsServer { server.check(&reader) }
        Self.reportUnknown(origin.environment, &reader)
        var mistakes = reader.mistakes
        sources = []
        for section in origin.file?.sources ?? [.only(system)] {
            var own = section.reader(else: origin.value)
            let source = SourceSettings(section.name, section.system, &own)
            if needsServer { own.expect(source.token) }
            sources.append(source)
            mistakes += own.mistakes.filter { !mistakes.contains($0) }
        }
        if !mistakes.isEmpty { throw SettingsProblem(mistakes: mistakes) }
    }

    /// Others that begin with `ARGUS_GLUE_` are slips of the pen, and so are those that are nearly a
    /// setting; the rest of `ARGUS_` is the server's.
    private static func reportUnknown(
        _ environment: [String: String], _ reader: inout SettingsReader
    ) {
        let names = GlueSetting.all.map(\.name)
        for name in environment.keys.sorted()
        where name.hasPrefix("ARGUS_") && !names.contains(name) {
            let suggestion = Suggestion(for: name, among: names)
            if name.hasPrefix("ARGUS_GLUE_") || suggestion.name != nil {
                reader.report(name, "is not known\(suggestion)")
            }
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
    public func logger(_ label: String) -> Logger {
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
    public func source(
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
