import ArgusClient
import ArgusVocabulary

/// A message of syslog: by RFC 5424, or else by RFC 3164 and as far from it as devices are.
struct SyslogMessage: Hashable, Sendable {
    /// 0 to 23.
    var facility = 1
    /// 0, the worst, to 7.
    var severity = 5
    /// Nil if it says none that can be relied on.
    var time: Timestamp?
    var host: String?
    var app: String?
    var process: String?
    /// The kind of message: `MSGID`, or what stands between `%` and `:` as in `%LINK-3-UPDOWN:`.
    var id: String?
    /// The structured data, each parameter as `ID.NAME`.
    var data: [Parameter] = []
    var text = ""

    /// A value of the structured data.
    struct Parameter: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// What facilities are called (RFC 5424, table 1), each with other words for the same.
    static let facilities: [[String]] =
        [
            ["kern"], ["user"], ["mail"], ["daemon"], ["auth", "security"], ["syslog"], ["lpr"],
            ["news"], ["uucp"], ["cron"], ["authpriv"], ["ftp"], ["ntp"], ["audit"], ["alert"],
            ["clock"],
        ] + (0...7).map { ["local\($0)"] }

    /// What severities are called (RFC 5424, table 2), the worst first.
    static let severities: [[String]] = [
        ["emergency", "emerg", "panic"], ["alert"], ["critical", "crit"], ["error", "err"],
        ["warning", "warn"], ["notice"], ["informational", "information", "info"], ["debug"],
    ]

    /// Reads a message; a time without a year is near `receipt`, one without a zone in `zone`.
    init(_ bytes: some Collection<UInt8>, zone: Zone, receipt: Timestamp) {
        var cursor = SyslogCursor(bytes)
        if let priority = cursor.priority() {
            (facility, severity) = (priority / 8, priority % 8)
        }
        var new = cursor
        if let message = new.newMessage(self, zone) {
            self = message
        } else {
            self = cursor.oldMessage(self, zone, receipt)
        }
        text = String(text.trimmingBlanks())
        host = host.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }

    /// How bad it is.
    var level: Incident.Level {
        switch severity {
        case 0...2: .critical
        case 3: .high
        case 4: .moderate
        case 5: .low
        default: .information
        }
    }

    /// The word for its facility.
    var facilityName: String { Self.facilities[min(facility, 23)][0] }

    /// The word for its severity.
    var severityName: String { Self.severities[severity & 7][0] }
}
