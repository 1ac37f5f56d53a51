import ArgusClient
import ArgusVocabulary

/// A problem as Zabbix' API has it (its manual, "Problem object"): all values are texts.
struct ZabbixProblem {
    private let value: JSONValue
    private let key: String
    private let hosts: [JSONValue]

    init(_ value: JSONValue, _ key: String, hosts: [JSONValue]) {
        (self.value, self.key, self.hosts) = (value, key, hosts)
    }

    /// Whether it was resolved a moment ago.
    var isOver: Bool { value.filled("r_eventid").map { $0 != "0" } ?? false }

    /// Whether it is of something in maintenance, or was suppressed by somebody.
    var isSuppressed: Bool { value.filled("suppressed") == "1" }

    /// Its beginning, in the words of what the media type posts of it.
    func opening(at receipt: Timestamp) -> Alert {
        var message = JSONObject()
        message.set("eventid", to: .string(key))
        message.set("value", to: "1")
        for (name, own) in [
            ("name", "name"), ("severity", "severity"), ("timestamp", "clock"),
            ("triggerid", "objectid"), ("opdata", "opdata"),
        ] {
            if let text = value.filled(own) { message.set(name, to: .string(text)) }
        }
        message.set("tags", to: value["tags"] ?? .array([]))
        let names = hosts.compactMap { $0.filled("name") ?? $0.filled("host") }
        if let host = names.first { message.set("hostname", to: .string(host)) }
        var alert = ZabbixEvent(.object(message), in: .utc, receipt: receipt).opening(key)
        for host in names.dropFirst() { alert.tags?.append("host", host) }
        return alert
    }
}
