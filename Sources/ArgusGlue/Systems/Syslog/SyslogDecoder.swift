import ArgusClient
import ArgusVocabulary

/// Reads messages of syslog by rules; what no rule is about, and is bad enough, has no end, and the
/// rest is nothing.
package struct SyslogDecoder: AlertDecoder {
    let zone: Zone
    let rules: [Rule]
    /// The number of the mildest severity that is taken without a rule.
    let least: Int

    /// What rules can be about.
    static let fields = RuleFields(
        names: ["facility", "severity", "host", "app", "process", "id", "message"],
        main: "message",
        words: ["facility": SyslogMessage.facilities, "severity": SyslogMessage.severities],
        areOpen: true)

    /// Reads one message; `sender` is the address that it came from, if that is known.
    func decode(_ bytes: [UInt8], from sender: String?, receipt: Timestamp) -> [Reading] {
        var message = SyslogMessage(bytes, zone: zone, receipt: receipt)
        if message.text.isEmpty, message.id == nil, message.data.isEmpty {
            return [.ignored("a message without a text")]
        }
        message.host = message.host ?? sender
        switch rules.verdict({ Self.value($0, of: message) }) {
        case .ignored(let reason): return [.ignored(reason)]
        case .refused(let reason): return [.refused(reason)]
        case .found(let finding):
            return [.alert(finding.alert(of: told(message, receipt), isLive: true))]
        case nil:
            guard message.severity <= least else {
                return [.ignored("a message of the severity \(message.severityName)")]
            }
            return [.alert(told(message, receipt))]
        }
    }

    package func decode(_ bytes: [UInt8], receipt: Timestamp) -> [Reading] {
        decode(bytes, from: nil, receipt: receipt)
    }

    private static func value(_ field: String, of message: SyslogMessage) -> String? {
        switch field {
        case "facility": message.facilityName
        case "severity": message.severityName
        case "host": message.host
        case "app": message.app
        case "process": message.process
        case "id": message.id
        case "message": message.text
        default: message.data.first { $0.name == field }?.value
        }
    }

    /// What a message says by itself: that something happened.
    private func told(_ message: SyslogMessage, _ receipt: Timestamp) -> Alert {
        var tags = Tags()
        if let host = message.host { tags.append("host", host) }
        if let app = message.app { tags.append("app", app) }
        if let id = message.id { tags.append("message_id", id) }
        tags.append("facility", message.facilityName)
        if message.time == nil { tags.append("time_source", "receipt") }
        var kept = JSONObject()
        kept.set("severity", to: .string(message.severityName))
        if let process = message.process { kept.set("process", to: .string(process)) }
        if !message.data.isEmpty {
            let data = message.data.map { ($0.name, JSONValue.string($0.value)) }
            kept.set("data", to: .object(JSONObject(data)))
        }
        let text = String(message.text.unicodeScalars.prefix(4000))
        let host = message.host.map { " on \($0)" } ?? ""
        let what = text.isEmpty ? "\(message.id ?? "A message")\(host)" : text
        return .stateless(
            description: what, at: message.time ?? receipt, level: message.level, tags: tags,
            metadata: ["syslog": .object(kept)])
    }
}
