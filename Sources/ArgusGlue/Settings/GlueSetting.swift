import ArgusClient
import Logging

/// Everything that can be set, declared once: it is read, explained and checked by this.
public enum GlueSetting {
    static let url = Setting(
        "ARGUS_URL", .text, "the server's root, such as `https://argus.example.org`")
    static let token = Setting(
        "ARGUS_TOKEN", .text, isSecret: true, "the token of the source system's account, or")
    static let tokenFile = Setting("ARGUS_TOKEN_FILE", .text, "a file that holds it")
    static let version = Setting<APIVersion>(
        "ARGUS_API_VERSION", .choice, usual: "v2", "the version of the API: `v1`, `v2`, `v3`")
    static let certificateAuthorities = Setting(
        "ARGUS_CA_FILE", .text, usually: "the system's",
        "a PEM file with the authorities to trust")
    static let zone = Setting(
        "ARGUS_TIME_ZONE", .zone, usual: "UTC", "the zone of times without an offset")
    static let logLevel = Setting<Logger.Level>(
        "ARGUS_LOG_LEVEL", .choice, usual: "info",
        "`trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`")
    static let spool = Setting(
        "ARGUS_GLUE_SPOOL", .text,
        usually: "/var/lib/argus-glue/spool.db, or below the user's state folder",
        "the spool's file")
    static let maxBytes = Setting(
        "ARGUS_GLUE_MAX_BYTES", .size, usual: "1G",
        "how much of each source it keeps, dead letters included; `K`, `M`, `G`")
    static let maxAge = Setting(
        "ARGUS_GLUE_MAX_AGE", .duration, usually: "none",
        "how long its oldest alert may wait before no more of a source are taken")
    static let recurrence = Setting<Recurrence>(
        "ARGUS_GLUE_RECURRENCE", .choice, usual: "new",
        "what is done when a problem comes back: `new` or `restart`")
    static let parallel = Setting(
        "ARGUS_GLUE_PARALLEL", .count(1...256), usual: "16",
        "requests of a source under way at a time, each for other problems")
    static let timeout = Setting(
        "ARGUS_GLUE_TIMEOUT", .positiveDuration, usual: "10s", "how long one request may take")
    static let heartbeat = Setting(
        "ARGUS_GLUE_HEARTBEAT", .duration, usual: "60s",
        "how often the server is told that the source is alive; `0` never")
    static let retryMin = Setting(
        "ARGUS_GLUE_RETRY_MIN", .duration, usual: "1s",
        "the bound of the first delay after a failure")
    static let retryMax = Setting(
        "ARGUS_GLUE_RETRY_MAX", .duration, usual: "300s", "the bound of all delays after failures")
    static let memory = Setting(
        "ARGUS_GLUE_MEMORY", .duration, usual: "30d", "how long closed problems are remembered")

    /// What connects with the server.
    public static let server = [
        url.description, token.description, tokenFile.description, version.description,
        certificateAuthorities.description, timeout.description,
    ]

    /// What finds the spool, and reads times.
    public static let place = [spool.description, zone.description]

    /// How much is kept.
    public static let limits = [maxBytes.description, maxAge.description]

    /// What decides what is accepted, and where it is put.
    public static let accepting = place + limits + [version.description]

    /// How it is delivered.
    public static let delivery = [
        recurrence.description, parallel.description, heartbeat.description,
        retryMin.description, retryMax.description, memory.description, logLevel.description,
    ]

    /// All that can be set by variables.
    public static let all =
        server + place + limits + delivery + MonitoringSystems.all.flatMap { $0.settings }

    static let system = Setting(
        "system", .text, "what kind of source it is: \(MonitoringSystems.names)")
    static let input = Setting(
        "input", .text, usually: "none",
        "a named pipe that `argus-glue run` reads, and makes if there is none")

    /// What can be set about each of several sources, whatever its system.
    public static let ofSource = [
        system.description, token.description, tokenFile.description, zone.description,
        input.description, recurrence.description, heartbeat.description,
    ]
}
