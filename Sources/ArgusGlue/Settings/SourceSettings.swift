import ArgusClient
import ArgusSettings

/// What is set about one source.
public struct SourceSettings: Sendable {
    /// What it is called on the glue's side.
    public var name: SourceName
    /// What kind of source it is.
    package var system: any MonitoringSystem
    /// The token of its account on the server.
    package var token: Token?
    /// The zone of its times that come without an offset.
    public var zone: Zone
    /// How its alerts are delivered.
    package var policy: CourierPolicy
    /// What its tags are called, and what of it is left out.
    package var conventions: Conventions
    /// How often the server is told that it is alive; nil for never.
    package var heartbeat: Duration?
    /// How long its oldest alert may wait until an incident tells of that; nil for any time.
    package var queueAlarm: Duration?
    /// The named pipe that its alerts are read from; nil if only commands bring them.
    package var input: String?
    /// How what is posted for it must be authenticated; nil if nothing is posted, or the secret is
    /// missing.
    package var authentication: WebhookAuthentication?
    /// How its system is asked itself; nil if it is not.
    package var api: APISettings?

    init(
        _ name: SourceName, _ system: any MonitoringSystem.Type, _ settings: inout SettingsReader,
        readingTables: Bool
    ) {
        let zone = settings.read(GlueSetting.zone)
        (self.name, self.zone) = (name, zone)
        self.system = system.init(&settings, zone: zone)
        token = settings.token()
        policy = CourierPolicy(&settings)
        conventions = Conventions(&settings, readingTables: readingTables)
        let interval = settings.read(GlueSetting.heartbeat)
        heartbeat = interval == .zero ? nil : interval
        let wait = settings.read(GlueSetting.queueAlarm)
        queueAlarm = wait == .zero ? nil : wait
        input = settings.read(GlueSetting.input)
        if input != nil, !system.isStream {
            settings.report(
                GlueSetting.input,
                "is not for `system: \(system.name)`, which brings its messages by a command")
        }
        if let webhook = system as? any WebhookSystem.Type {
            authentication = WebhookAuthentication(
                &settings, usualHeader: webhook.signatureHeader)
        }
        if system is any SnapshotSystem.Type { api = APISettings(&settings) }
        if api?.isTwoWay == true, !(system is any TwoWaySystem.Type) {
            settings.report(APISetting.twoWay, "is not for `system: \(system.name)`")
        }
    }
}

extension CourierPolicy {
    fileprivate init(_ settings: inout SettingsReader) {
        let cap = settings.read(GlueSetting.retryMax)
        self.init(
            parallel: settings.read(GlueSetting.parallel),
            base: settings.read(GlueSetting.retryMin), cap: cap, refused: cap,
            recurrence: settings.read(GlueSetting.recurrence),
            memory: settings.read(GlueSetting.memory))
    }
}
