import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Devices and programs that send syslog to ports of `argus-glue run`.
package struct SyslogSystem: ListeningSystem {
    package static let name = "syslog"
    package static let canWait = true

    static let udp = Setting(
        "glue.syslog.listen_udp", .listen, usually: "none", "where it takes datagrams (RFC 5426)")
    static let tcp = Setting(
        "glue.syslog.listen_tcp", .listen, usually: "none", "where it takes TCP (RFC 6587)")
    static let tls = Setting(
        "glue.syslog.listen_tls", .listen, usually: "none", "where it takes TLS (RFC 5425)")
    static let certificate = ListenerCertificate.Settings("glue.syslog", "`listen_tls`")
    static let least = Setting(
        "glue.syslog.least_severity", .choice, usual: Severity.error,
        "the mildest severity that is taken without a rule")
    static let rules = Setting(
        "glue.syslog.rules", .text, usually: "none",
        "a file that says what becomes of messages of syslog")
    static let presets = Setting(
        "glue.syslog.presets", .bool, usual: true,
        "whether there are rules for links, OSPF and BGP: `on` or `off`")

    static let idle = Setting(
        "glue.syslog.idle_limit", .duration, usual: .seconds(86_400),
        "how long a connection over TCP or TLS may say nothing; `0` for ever")

    package static let settings: [any AnySetting] =
        [udp, tcp, tls] + certificate.all + [idle, least, rules, presets]

    package static let starters = [udp.name: "127.0.0.1:5514", tcp.name: "127.0.0.1:5514"]

    /// A severity, by its word.
    enum Severity: String, CaseIterable, Sendable {
        case emergency, alert, critical, error, warning, notice, informational, debug
    }

    package let listeners: [Listener]
    /// How long a connection may say nothing; nil for ever.
    package let idleLimit: Duration?
    private let decoder: SyslogDecoder

    package init(_ settings: inout SettingsReader, zone: Zone) {
        let (udp, tcp) = (settings.read(Self.udp), settings.read(Self.tcp))
        let tls = settings.read(Self.tls)
        let certificate = ListenerCertificate(&settings, Self.certificate, for: tls, Self.tls)
        listeners = [
            udp.map { Listener(.syslogUDP, .address($0)) },
            tcp.map { Listener(.syslogTCP, .address($0)) },
            tls.map { Listener(.syslogTCP, .address($0), certificate: certificate) },
        ].compactMap { $0 }
        let limit = settings.read(Self.idle)
        idleLimit = limit == .zero ? nil : limit
        var rules: [Rule] = []
        if let file = settings.read(Self.rules) {
            rules = settings.rules(in: file, Self.rules, of: SyslogDecoder.fields)
        }
        if settings.read(Self.presets) { rules += Self.presetRules }
        let severity = settings.read(Self.least)
        decoder = SyslogDecoder(
            zone: zone, rules: rules, least: Severity.allCases.firstIndex(of: severity) ?? 3)
    }

    /// Rules for what most networks tell of.
    static var presetRules: [Rule] {
        let text = String(decoding: PackageResources.syslog_network_yaml, as: UTF8.self)
        return RuleReader(text, of: SyslogDecoder.fields).rules
    }

    package var format: any AlertFormat { SyslogStream(decoder: decoder) }

    /// Reads one message, or in a file one a line; who sent it stands in what it is said to be.
    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        if let sender = SyslogSender(form: message.form) {
            return decoder.decode(message.bytes, from: sender.address, receipt: receipt)
        }
        var stream = SyslogStream(decoder: decoder)
        return stream.read(message.bytes[...], now: receipt) + stream.end(now: receipt)
    }
}

/// Who sent a message, as it is kept with one that could not be read.
package struct SyslogSender: Hashable, Sendable {
    package let address: String
    private static let beginning = "syslog; sender="

    package init(_ address: String) {
        self.address = address
    }

    init?(form: String) {
        guard form.hasPrefix(Self.beginning) else { return nil }
        address = String(form.dropFirst(Self.beginning.count))
    }

    /// What a message of this sender is said to be.
    package var form: String { Self.beginning + address }
}

/// Messages of syslog one after another: with their length before them, or a line each.
struct SyslogStream: AlertFormat {
    private var splitter = SyslogFrames()
    private let decoder: SyslogDecoder

    init(decoder: SyslogDecoder) {
        self.decoder = decoder
    }

    mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        splitter.frames(from: bytes).flatMap { readings($0, now) }
    }

    mutating func end(now: Timestamp) -> [Reading] {
        splitter.end().map { readings($0, now) } ?? []
    }

    private func readings(_ frame: SyslogFrames.Frame, _ now: Timestamp) -> [Reading] {
        switch frame {
        case .message(let bytes): decoder.decode(bytes, from: nil, receipt: now)
        case .tooLong: [.refused("a message has more than \(SyslogFrames.sizeLimit) bytes")]
        }
    }
}
