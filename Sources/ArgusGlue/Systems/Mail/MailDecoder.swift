import ArgusClient
import ArgusVocabulary

/// Reads a mail of a program: of cron, smartd, mdadm, apcupsd, unattended-upgrades and logwatch as what
/// it is about, any other as something that happened.
package struct MailDecoder: AlertDecoder {
    /// What is looked at first.
    private let rules: [Rule]

    /// What rules can be about; a field of the header is `header.NAME`.
    static let fields = RuleFields(
        names: ["subject", "body", "from", "to", "host"], main: "subject", areOpen: true)

    /// Reads mails of whomever.
    package init() {
        self.init(rules: [])
    }

    /// Reads mails by rules, and where none is about one as it would be read otherwise.
    init(rules: [Rule]) {
        self.rules = rules
    }

    /// Reads a whole mail; without a date it is of the time of receipt.
    package func decode(_ bytes: [UInt8], receipt: Timestamp) -> [Reading] {
        let mail = MailMessage(bytes)
        guard mail["subject"] ?? mail["from"] ?? mail["message-id"] != nil else {
            return [.refused("it is no mail: it has neither subject nor sender")]
        }
        if mail.isBounce { return [.ignored("a mail that could not be delivered")] }
        let said = ProgramMail(mail, at: mail.date ?? receipt)
        switch rules.verdict({ said.value($0) }) {
        case .found(let finding): return [.alert(finding.alert(of: said.plain, isLive: false))]
        case .ignored(let reason): return [.ignored(reason)]
        case .refused(let reason): return [.refused(reason)]
        case nil: return [.alert(said.said)]
        }
    }
}

/// A mail of a program, and what it says by its subject.
struct ProgramMail {
    private let mail: MailMessage
    private let time: Timestamp
    private let subject: String
    private let body: String

    init(_ mail: MailMessage, at time: Timestamp) {
        (self.mail, self.time) = (mail, time)
        subject = String((mail["subject"] ?? "").prefix(500))
        body = String(mail.text.unicodeScalars.prefix(4000))
    }

    /// What the first program says that knows the subject.
    var said: Alert {
        cron ?? smartd ?? mdadm ?? apcupsd ?? unattendedUpgrades ?? logwatch
            ?? plain
    }

    /// That something happened, by the subject.
    var plain: Alert {
        happened(subject.isEmpty ? firstLine ?? "A mail without a subject" : subject, nil, [:])
    }

    /// A part that a rule is about.
    func value(_ field: String) -> String? {
        switch field {
        case "subject": subject
        case "body": body
        case "from", "to": mail[field]
        case "host": sender.host
        default:
            field.hasPrefix("header.") ? mail[String(field.dropFirst(7)).lowercased()] : nil
        }
    }

    /// Cron sends what a job printed, and nothing when the job is well again.
    private var cron: Alert? {
        guard let match = subject.wholeMatch(of: /Cron <([^@>]*)@([^>]*)> ?(.*)/) else {
            return nil
        }
        let text = "Cron job of \(match.1): \(match.3)\(firstLine.map { ": \($0)" } ?? "")"
        return happened(
            text, String(match.2),
            ["service": "cron", "user": String(match.1), "command": String(match.3)])
    }

    /// smartd repeats its warnings, and says nothing when a disk was replaced.
    private var smartd: Alert? {
        guard
            let match = subject.wholeMatch(of: /SMART error \(([^)]*)\) detected on host: *(\S+).*/)
        else { return nil }
        let (kind, host) = (String(match.1), String(match.2))
        let warning = body.firstMatch(of: /Device: ([^\n,]+)[^\n]*/)
        let tags = [
            "service": "smartd", "device": warning.map { String($0.1) } ?? "?", "error": kind,
        ]
        if kind == "EmailTest" {
            return happened("A test mail of smartd", host, tags, .information)
        }
        return begun(
            "smartd!\(host)!\(tags["device"] ?? "")!\(kind)",
            warning.map { String($0.0) } ?? subject,
            host, tags, kind == "FailedHealthCheck" || kind == "Health" ? .critical : .high)
    }

    /// mdadm tells of each event of an array.
    private var mdadm: Alert? {
        guard let match = subject.wholeMatch(of: /(\w+) event on ([^:\s]+):(\S+).*/) else {
            return nil
        }
        let (event, device, host) = (String(match.1), String(match.2), String(match.3))
        let tags = ["service": "mdadm", "device": device, "event": event]
        let (key, text) = ("mdadm!\(host)!\(device)", "\(event) of \(device) on \(host)")
        switch event {
        case "DegradedArray", "Fail", "DeviceDisappeared":
            return begun(key, text, host, tags, .high)
        case "FailSpare", "SparesMissing": return begun("\(key)!spare", text, host, tags, .moderate)
        default: return happened(text, host, tags, .information)
        }
    }

    /// apcupsd tells of the power, and of its line to the UPS, in pairs.
    private var apcupsd: Alert? {
        let pairs: [(Regex<(Substring, Substring)>, String, Bool)] = [
            (/.*UPS (\S+) Power Failure.*/, "power", true),
            (/.*UPS (\S+) Power has returned.*/, "power", false),
            (/.*Communications with UPS (\S+) lost.*/, "communications", true),
            (/.*Communications with UPS (\S+) restored.*/, "communications", false),
            (/.*UPS (\S+) [Bb]attery needs changing.*/, "battery", true),
        ]
        for (pattern, what, isBegun) in pairs {
            guard let match = subject.wholeMatch(of: pattern) else { continue }
            let host = subject.split(separator: " ").first.map(String.init).flatMap {
                ["UPS", "Communications"].contains($0) ? nil : $0
            }
            let key = "apcupsd!\(host ?? sender.host ?? "")!\(match.1)!\(what)"
            let tags = ["service": "apcupsd", "ups": String(match.1)]
            return isBegun
                ? begun(key, subject, host, tags, what == "battery" ? .moderate : .high) : over(key)
        }
        return nil
    }

    /// unattended-upgrades says how it went, in words that are translated but for the last.
    private var unattendedUpgrades: Alert? {
        guard subject.contains("unattended-upgrades") else { return nil }
        let named = subject.firstMatch(of: /unattended-upgrades[^:]*?'?([^\s':]+)'? *:/)
        let host = named.map { String($0.1) } ?? sender.host
        let key = "unattended-upgrades!\(host ?? "")"
        if subject.hasSuffix("SUCCESS") { return over(key) }
        let tags = ["service": "unattended-upgrades"]
        return subject.hasSuffix("FAILURE")
            ? begun(key, subject, host, tags, .moderate) : happened(subject, host, tags, .low)
    }

    private var logwatch: Alert? {
        guard let match = subject.wholeMatch(of: /Logwatch for (\S+).*/) else { return nil }
        return happened(subject, String(match.1), ["service": "logwatch"], .information)
    }

    // What alerts are made of.

    private func happened(
        _ text: String, _ host: String?, _ tags: [String: String],
        _ level: Incident.Level = .moderate
    ) -> Alert {
        let key = (mail["message-id"] ?? "").filter { $0 != "<" && $0 != ">" }
        return .stateless(
            key, description: text, at: time, level: level, tags: self.tags(host, tags),
            metadata: metadata)
    }

    private func begun(
        _ key: String, _ text: String, _ host: String?, _ tags: [String: String],
        _ level: Incident.Level
    ) -> Alert {
        .open(
            key, description: text, at: time, level: level, tags: self.tags(host, tags),
            metadata: metadata)
    }

    private func over(_ key: String) -> Alert { .close(key, at: time) }

    private func tags(_ host: String?, _ more: [String: String]) -> Tags {
        var tags = Tags()
        if let host = host ?? sender.host { tags.append("host", host) }
        for (key, value) in more.sorted(by: { $0.key < $1.key }) { tags.append(key, value) }
        if let address = sender.address { tags.append("sender", address) }
        return tags
    }

    /// The address that it is from, and the host in it.
    private var sender: (address: String?, host: String?) {
        let from = String((mail["from"] ?? "").prefix(500))
        guard let match = from.firstMatch(of: /([^\s<>"()]+)@([^\s<>"()]+)/) else {
            return (nil, nil)
        }
        return (String(match.0), String(match.2))
    }

    private var firstLine: String? {
        body.split(whereSeparator: \.isNewline).first { !$0.trimmingBlanks().isEmpty }
            .map { String($0.trimmingBlanks().prefix(200)) }
    }

    private var metadata: JSONValue {
        var kept = JSONObject()
        for name in ["from", "to", "subject", "message-id"] {
            if let value = mail[name] {
                kept.set(name.replacing("-", with: "_"), to: .string(value))
            }
        }
        if !body.isEmpty { kept.set("body", to: .string(body)) }
        return ["mail": .object(kept)]
    }
}
