import ArgusClient
import ArgusVocabulary

/// Reads SNMP traps: linkDown and linkUp as the beginning and the end of a problem of an interface
/// (RFC 2863), all others as something that happened.
package struct SNMPTrapDecoder: AlertDecoder {
    /// What is looked at first.
    private let rules: [Rule]

    /// What rules can be about; the value of an object is named by the object, or by what it is below.
    static let fields = RuleFields(
        names: ["trap", "address", "host", "index", "interface", "values"], main: "trap",
        areOpen: true)

    /// Reads traps of whichever device.
    package init() {
        self.init(rules: [])
    }

    /// Reads traps by rules, and where none is about one as it would be read otherwise.
    init(rules: [Rule]) {
        self.rules = rules
    }

    /// Reads what snmptrapd gives a handler; the time is that of receipt, since traps say none.
    package func decode(_ bytes: [UInt8], receipt: Timestamp) -> [Reading] {
        let trap = SNMPTrap(bytes)
        guard let kind = trap.trap, !kind.isEmpty else {
            return [.refused("it names no trap (snmpTrapOID.0)")]
        }
        guard let sender = trap.address ?? trap.name else {
            return [.refused("it names no sender, neither by name nor by address")]
        }
        let told = ToldTrap(trap, from: sender, at: receipt)
        switch rules.verdict({ told.value($0) }) {
        case .found(let finding):
            let plain = told.happened("Trap \(kind) of", .moderate)
            return [.alert(finding.alert(of: plain, isLive: true))]
        case .ignored(let reason): return [.ignored(reason)]
        case .refused(let reason): return [.refused(reason)]
        case nil: break
        }
        switch Standard(kind) {
        case .linkDown:
            guard let key = told.linkKey else {
                return [.alert(told.happened("A link is down on", .high))]
            }
            return [.alert(told.linkDown(key))]
        case .linkUp:
            guard let key = told.linkKey else {
                return [.refused("it is linkUp and names no interface (ifIndex)")]
            }
            return [.alert(told.linkUp(key))]
        case .coldStart: return [.alert(told.happened("Cold start of", .low))]
        case .warmStart: return [.alert(told.happened("Warm start of", .low))]
        case .authenticationFailure:
            return [.alert(told.happened("A wrong community or user was shown to", .moderate))]
        case nil: return [.alert(told.happened("Trap \(kind) of", .moderate))]
        }
    }

    /// The traps that all devices have in common (RFC 3418), by the last number of their object.
    private enum Standard: String, CaseIterable {
        case coldStart = "1"
        case warmStart = "2"
        case linkDown = "3"
        case linkUp = "4"
        case authenticationFailure = "5"

        init?(_ object: String) {
            let own = Self.allCases.first { kind in
                object == ".1.3.6.1.6.3.1.1.5.\(kind.rawValue)"
                    || object == "\(kind)" || object.hasSuffix("::\(kind)")
            }
            guard let own else { return nil }
            self = own
        }
    }
}

/// A trap, and the alerts that are made of it.
private struct ToldTrap {
    private let trap: SNMPTrap
    private let sender: String
    private let time: Timestamp

    init(_ trap: SNMPTrap, from sender: String, at time: Timestamp) {
        (self.trap, self.sender, self.time) = (trap, sender, time)
    }

    private var host: String { trap.name ?? sender }

    private var index: String? { trap.value(below: [".1.3.6.1.2.1.2.2.1.1", "ifIndex"]) }

    private var interface: String? {
        trap.value(below: [".1.3.6.1.2.1.31.1.1.1.1", "ifName"])
            ?? trap.value(below: [".1.3.6.1.2.1.2.2.1.2", "ifDescr"]) ?? index
    }

    private var alias: String? { trap.value(below: [".1.3.6.1.2.1.31.1.1.1.18", "ifAlias"]) }

    /// A part that a rule is about.
    func value(_ field: String) -> String? {
        switch field {
        case "trap": trap.trap
        case "address": sender
        case "host": host
        case "index": index
        case "interface": interface
        case "values": trap.values.map(\.value).joined(separator: "\n")
        default: trap.value(of: field)
        }
    }

    /// By the address: the name may be missing when the name server is behind that link.
    var linkKey: String? { index.map { "link!\(sender)!\($0)" } }

    func linkDown(_ key: String) -> Alert {
        let name = alias.map { " (\($0))" } ?? ""
        var alert = Alert.open(
            key, description: "Link \(interface ?? "?")\(name) on \(host) is down", at: time,
            level: .high, tags: tags, metadata: metadata)
        alert.isLive = true
        return alert
    }

    func linkUp(_ key: String) -> Alert {
        var alert = Alert.close(key, at: time)
        alert.isLive = true
        return alert
    }

    func happened(_ what: String, _ level: Incident.Level) -> Alert {
        let text = trap.values.first { $0.value.contains { $0.isLetter } }
            .map { ": \($0.value.inOneLine)" }
        return .stateless(
            description: "\(what) \(host)\(text ?? "")", at: time, level: level, tags: tags,
            metadata: metadata)
    }

    private var tags: Tags {
        var tags: Tags = ["host": host]
        if let address = trap.address { tags.append("address", address) }
        if let interface { tags.append("interface", interface) }
        if let kind = trap.trap { tags.append("trap", kind) }
        return tags
    }

    private var metadata: JSONValue {
        let values = trap.values.map { ($0.object, JSONValue.string($0.value)) }
        return ["snmptrap": .object(JSONObject(values))]
    }
}
