import ArgusClient
import ArgusSettings
import Logging

/// What a source is given when its service begins: what is set, and where to tell of what goes wrong.
public struct SourceContext: Sendable {
    /// What it is called in the spool and in the log.
    public let name: SourceName
    /// What is set about the service, whatever its source.
    public let settings: GlueSettings
    /// The log of the service.
    public let logger: Logger
    /// Where to tell of what is no alert, such as a line that cannot be read.
    public let report: IntakeReport
    private let own: SettingsReader

    /// Collects what a source is given.
    init(of service: ServiceSettings) {
        (name, settings, own) = (service.name, service.glue, service.own)
        logger = settings.logger("glue").of(name)
        report = IntakeReport(logger)
    }

    /// What a setting of the source's own is set to, or else its usual value.
    public func value<Value>(of setting: Setting<Value>) -> Value {
        // All mistakes were told before the source was asked for.
        var own = own
        return own.read(setting.ofService)
    }
}
