import ArgusClient
import Logging

/// Everything that can be set about a glue service.
///
/// Each setting has the name of an environment variable, which also names it where it is wrong.
public struct GlueSettings: Sendable {
    /// `ARGUS_URL`: the server's root.
    public var url = ""
    /// `ARGUS_TOKEN`, or the contents of the file that `ARGUS_TOKEN_FILE` names.
    public var token: Token?
    /// `ARGUS_API_VERSION`: `v1`, `v2` (default) or `v3`.
    public var version = APIVersion.v2
    /// `ARGUS_CA_FILE`: a PEM file with the authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// `ARGUS_TIME_ZONE`: the zone of times that come without an offset; UTC by default.
    public var zone = Zone.utc
    /// `ARGUS_LOG_LEVEL`: `trace`, `debug`, `info` (default), `notice`, `warning`, `error`.
    public var logLevel = Logger.Level.info
    /// `ARGUS_GLUE_SPOOL`: the file of the spool.
    public var spool = ""
    /// `ARGUS_GLUE_MAX_BYTES` (1 GiB) and `ARGUS_GLUE_MAX_AGE` (none).
    public var limits = SpoolLimits()
    /// `ARGUS_GLUE_PARALLEL` (16), `ARGUS_GLUE_RECURRENCE` (`new`), `ARGUS_GLUE_RETRY_MIN` (1 s),
    /// `ARGUS_GLUE_RETRY_MAX` (300 s), `ARGUS_GLUE_MEMORY` (30 days).
    public var policy = CourierPolicy()
    /// `ARGUS_GLUE_TIMEOUT`: how long one request may take; 10 s by default.
    public var timeout = Duration.seconds(10)
    /// `ARGUS_GLUE_HEARTBEAT`: how often the server is told that this source is alive; each minute
    /// by default, 0 for never.
    public var heartbeat: Duration? = .seconds(60)
    /// `ARGUS_GLUE_NAV_IGNORE_MAINTENANCE`, `ARGUS_GLUE_NAV_IGNORE_STATELESS`: which alerts of NAV
    /// are left out; none by default.
    public var navOmissions: Set<NAVFormat.Omission> = []
    /// What the process was given, proxies included.
    public var environment: [String: String]

    /// Reads settings by their names, and reports everything that is wrong at once.
    ///
    /// `needsServer` says whether the URL and the token must be there.
    public init(
        needsServer: Bool = true, environment: [String: String],
        reading value: @escaping (String) -> String?
    ) throws(SettingsProblem) {
        try self.init(needsServer, environment, SettingsReader(value: value))
    }

    /// Reads settings from the environment and from a file, if there is one; the environment wins.
    ///
    /// In the file a setting has its name without `ARGUS_`, in lower case, those that begin with
    /// `ARGUS_GLUE_` below `glue`. Names that are not known are mistakes.
    public init(
        needsServer: Bool = true, environment: [String: String], file path: String?
    ) throws(SettingsProblem) {
        let file = path.map { SettingsFile(path: $0, known: Self.names) }
        let reader = SettingsReader(
            value: { environment[$0] ?? file?.values[$0] }, mistakes: file?.mistakes ?? [])
        try self.init(needsServer, environment, reader)
    }

    private init(
        _ needsServer: Bool, _ environment: [String: String], _ settings: SettingsReader
    ) throws(SettingsProblem) {
        self.environment = environment
        var reader = settings
        url = Self.withoutSlash(reader.text("ARGUS_URL") ?? "")
        token = reader.token()
        version = reader.choice("ARGUS_API_VERSION", APIVersion.allCases) ?? version
        certificateAuthorityFile = reader.text("ARGUS_CA_FILE")
        zone = reader.zone("ARGUS_TIME_ZONE") ?? zone
        logLevel = reader.choice("ARGUS_LOG_LEVEL", Logger.Level.allCases) ?? logLevel
        spool = reader.text("ARGUS_GLUE_SPOOL") ?? Self.usualSpool(environment)
        limits.bytes = reader.size("ARGUS_GLUE_MAX_BYTES") ?? limits.bytes
        limits.age = reader.duration("ARGUS_GLUE_MAX_AGE").flatMap { $0 == .zero ? nil : $0 }
        policy.parallel = reader.count("ARGUS_GLUE_PARALLEL", 1...256) ?? policy.parallel
        policy.recurrence =
            reader.choice("ARGUS_GLUE_RECURRENCE", Recurrence.allCases)
            ?? policy.recurrence
        policy.base = reader.duration("ARGUS_GLUE_RETRY_MIN") ?? policy.base
        policy.cap = reader.duration("ARGUS_GLUE_RETRY_MAX") ?? policy.cap
        policy.refused = policy.cap
        policy.memory = reader.duration("ARGUS_GLUE_MEMORY") ?? policy.memory
        timeout = reader.duration("ARGUS_GLUE_TIMEOUT") ?? timeout
        if let beat = reader.duration("ARGUS_GLUE_HEARTBEAT") {
            heartbeat = beat == .zero ? nil : beat
        }
        if reader.bool("ARGUS_GLUE_NAV_IGNORE_MAINTENANCE") == true {
            navOmissions.insert(.maintenance)
        }
        if reader.bool("ARGUS_GLUE_NAV_IGNORE_STATELESS") == true {
            navOmissions.insert(.stateless)
        }
        reportUnknown(&reader)
        if timeout == .zero { reader.report("ARGUS_GLUE_TIMEOUT", "must be longer than 0") }
        if needsServer { checkServer(&reader) }
        if !reader.mistakes.isEmpty { throw SettingsProblem(mistakes: reader.mistakes) }
    }

    /// All that can be set, by the names of the environment variables.
    package static let names = [
        "ARGUS_URL", "ARGUS_TOKEN", "ARGUS_TOKEN_FILE", "ARGUS_API_VERSION", "ARGUS_CA_FILE",
        "ARGUS_TIME_ZONE", "ARGUS_LOG_LEVEL", "ARGUS_GLUE_SPOOL", "ARGUS_GLUE_MAX_BYTES",
        "ARGUS_GLUE_MAX_AGE", "ARGUS_GLUE_PARALLEL", "ARGUS_GLUE_RECURRENCE",
        "ARGUS_GLUE_RETRY_MIN", "ARGUS_GLUE_RETRY_MAX", "ARGUS_GLUE_MEMORY", "ARGUS_GLUE_TIMEOUT",
        "ARGUS_GLUE_HEARTBEAT", "ARGUS_GLUE_NAV_IGNORE_MAINTENANCE",
        "ARGUS_GLUE_NAV_IGNORE_STATELESS",
    ]

    /// Others that begin with `ARGUS_GLUE_` are slips of the pen, and so are those that are nearly a
    /// setting; the rest of `ARGUS_` is the server's.
    private func reportUnknown(_ reader: inout SettingsReader) {
        for name in environment.keys.sorted()
        where name.hasPrefix("ARGUS_") && !Self.names.contains(name) {
            let suggestion = Suggestion(for: name, among: Self.names)
            if name.hasPrefix("ARGUS_GLUE_") || suggestion.name != nil {
                reader.report(name, "is not known\(suggestion)")
            }
        }
    }

    private func checkServer(_ reader: inout SettingsReader) {
        if url.isEmpty {
            let example = "https://argus.example.org"
            reader.report("ARGUS_URL", "is missing: the server's root, such as \(example)")
        }
        if token == nil, !reader.mistakes.contains(where: { $0.name.hasPrefix("ARGUS_TOKEN") }) {
            reader.report("ARGUS_TOKEN", "is missing: the token of the source system's account")
        }
        if !url.isEmpty, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            reader.report("ARGUS_URL", "must begin with http:// or https://, not \(url)")
        }
        if let file = certificateAuthorityFile, !SystemFolder.mayRead(file) {
            reader.report("ARGUS_CA_FILE", "names a file that cannot be read: \(file)")
        }
    }

    /// With a slash at its end or without, it is the same server.
    private static func withoutSlash(_ url: String) -> String {
        var url = url.trimmingBlanks()
        while url.hasSuffix("/") { url.removeLast() }
        return String(url)
    }

    /// Makes the client for these settings, or names the one that does not fit.
    ///
    /// The courier itself sees to it that what fails is sent again.
    public func client() throws(SettingsProblem) -> ArgusClient {
        let configuration = ArgusClient.Configuration(
            url: url, token: token ?? "", version: version, timeout: timeout, retries: .none,
            certificateAuthorityFile: certificateAuthorityFile, userAgent: "argus-glue",
            environment: environment)
        do {
            return try ArgusClient(configuration)
        } catch {
            let name =
                switch error.kind {
                case .configuration(.token): "ARGUS_TOKEN"
                case .configuration(.certificateAuthorities): "ARGUS_CA_FILE"
                case .configuration(.proxy(let variable)): variable
                default: "ARGUS_URL"
                }
            throw SettingsProblem(mistakes: [.init(name: name, problem: "does not fit: \(error)")])
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
