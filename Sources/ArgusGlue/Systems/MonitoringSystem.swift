import ArgusClient
import ArgusSettings

/// A kind of monitoring system: what can be set about it, and how it says alerts.
///
/// Each has a folder of its own beside this file.
package protocol MonitoringSystem: Sendable {
    /// What it is called in the settings.
    static var name: String { get }

    /// What can be set about it and about no other.
    static var settings: [any AnySetting] { get }

    /// Whether its programs notice that an alert was not taken, or can wait until it is.
    static var canWait: Bool { get }

    /// Whether it can be read from a named pipe, in which one message follows another.
    static var isStream: Bool { get }

    /// What a new settings file sets for it, by the names of the settings.
    static var starters: [String: String] { get }

    /// Takes what is set.
    init(_ settings: inout SettingsReader, zone: Zone)

    /// How a stream of bytes says its alerts.
    var format: any AlertFormat { get }

    /// Reads what came in as a whole: a body that was posted, or a file.
    func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading]
}

extension MonitoringSystem {
    package static var isStream: Bool { true }
    package static var starters: [String: String] { [:] }

    /// What it is called in the settings.
    package var name: String { Self.name }

    /// Reads it as a stream that ends with it.
    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        var format = format
        return format.read(message.bytes[...], now: receipt) + format.end(now: receipt)
    }
}

/// The kinds of monitoring systems that there are.
enum MonitoringSystems {
    static let all: [any MonitoringSystem.Type] = [
        AlertmanagerSystem.self, CheckmkSystem.self, GrafanaSystem.self, Icinga2System.self,
        JSONSystem.self, MailSystem.self, NAVSystem.self, NagiosSystem.self, OpsgenieSystem.self,
        PagerDutySystem.self, PipeSystem.self, SNMPTrapSystem.self, SyslogSystem.self,
        ZabbixSystem.self,
    ]

    /// What they are called, in a list for people.
    static var names: String { all.map { "`\($0.name)`" }.joined(separator: ", ") }

    /// The one of a name; nil if there is none.
    static func named(_ name: String) -> (any MonitoringSystem.Type)? {
        all.first { $0.name == name }
    }
}
