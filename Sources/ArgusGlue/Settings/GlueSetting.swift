import ArgusClient
import ArgusSettings
import Logging

/// Everything that can be set about a glue, declared once: it is read, explained and checked by this.
package enum GlueSetting {
    static let url = Setting("url", .text, "the server's root, such as `https://argus.example.org`")
    static let token = Setting(
        "token", .text, isSecret: true, "the token of the source system's account")
    static let tokenFile = Setting(
        "token_file", .text, "a file that holds the token, in place of it")
    static let version = Setting(
        "api_version", .choice, usual: APIVersion.v2, "the version of the API: `v1`, `v2`, `v3`")
    static let certificateAuthorities = Setting(
        "ca_file", .text, usually: "the system's", "a PEM file with the authorities to trust")
    static let zone = Setting(
        "time_zone", .zone, usual: .utc, "the zone of times without an offset")
    static let logLevel = Setting(
        "log_level", .choice, usual: Logger.Level.info,
        "`trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`")
    static let spool = Setting(
        "glue.spool", .text,
        usually: "/var/lib/argus-glue/spool.db, or below the user's state folder",
        "the spool's file")
    static let maxBytes = Setting(
        "glue.max_bytes", .size, usual: SpoolLimits().bytes,
        "how much of each source it keeps, dead letters included; `K`, `M`, `G`")
    static let maxAge = Setting(
        "glue.max_age", .duration, usually: "none",
        "how long its oldest alert may wait before no more of a source are taken")
    static let recurrence = Setting(
        "glue.recurrence", .choice, usual: CourierPolicy().recurrence,
        "what is done when a problem comes back: `new` or `restart`")
    static let parallel = Setting(
        "glue.parallel", .count(1...256), usual: CourierPolicy().parallel,
        "requests of a source under way at a time, each for other problems")
    static let timeout = Setting(
        "glue.timeout", .positiveDuration, usual: .seconds(10), "how long one request may take")
    static let heartbeat = Setting(
        "glue.heartbeat", .duration, usual: .seconds(60),
        "how often the server is told that the source is alive; `0` never")
    static let retryMin = Setting(
        "glue.retry_min", .duration, usual: CourierPolicy().base,
        "the bound of the first delay after a failure")
    static let retryMax = Setting(
        "glue.retry_max", .duration, usual: CourierPolicy().cap,
        "the bound of all delays after failures")
    static let memory = Setting(
        "glue.memory", .duration, usual: CourierPolicy().memory,
        "how long closed problems are remembered")

    static let queueAlarm = Setting(
        "glue.queue_alarm", .duration, usual: .seconds(900),
        "how long alerts may wait until an incident tells of it; `0` for ever")
    static let keepDelivered = Setting(
        "glue.keep_delivered", .duration, usual: .zero,
        "how long what was delivered is kept for `argus-glue replay`; `0` not at all")

    static let conventions = Setting(
        "glue.conventions", .text, usually: "none",
        "files of tag conventions, with commas between them")

    /// What connects with the server.
    package static let server: [any AnySetting] = [
        url, token, tokenFile, version, certificateAuthorities, timeout,
    ]

    /// What finds the spool, and reads times.
    package static let place: [any AnySetting] = [spool, zone]

    /// How much is kept.
    package static let limits: [any AnySetting] = [maxBytes, maxAge]

    /// What decides what is accepted, and where it is put.
    package static let accepting = place + limits + [version, conventions]

    /// How it is delivered.
    package static let delivery: [any AnySetting] = [
        recurrence, parallel, heartbeat, queueAlarm, retryMin, retryMax, memory, keepDelivered,
        logLevel,
    ]

    /// What can be set about every glue, whatever it reads.
    package static let common = server + place + limits + [conventions] + delivery

    /// All that can be set by variables.
    package static let all =
        common + WebhookSetting.port + MonitoringSystems.all.flatMap { $0.settings }

    static let system = Setting(
        "system", .text, "what kind of source it is: \(MonitoringSystems.names)")
    static let input = Setting(
        "input", .text, usually: "none",
        "a named pipe that `argus-glue run` reads, and makes if there is none")

    /// What can be set about each of several sources, whatever its system.
    package static let ofSource: [any AnySetting] = [
        system, token, tokenFile, zone, input, conventions, recurrence, heartbeat, queueAlarm,
    ]

    /// What can be set about a source of a system.
    static func ofSource(_ system: any MonitoringSystem.Type) -> [any AnySetting] {
        let webhook = system is any WebhookSystem.Type ? WebhookSetting.ofSource : []
        let api = system is any SnapshotSystem.Type ? APISetting.ofSource : []
        return ofSource + webhook + api + system.settings
    }

    /// The section of what can be set about a service of somebody's own; the program reads none of it.
    static let ownSection = "service"
}
