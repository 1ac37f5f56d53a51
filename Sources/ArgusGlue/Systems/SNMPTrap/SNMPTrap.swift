import ArgusClient

/// A trap as snmptrapd writes it to a handler (its manual, snmptrapd.conf, "traphandle"): the sender's
/// name, its address, then an object and its value in each line.
///
/// Nothing says of what type a value is. A text in quotes may go on over several lines.
package struct SNMPTrap: Hashable, Sendable {
    /// The sender's name; nil if it has none.
    let name: String?
    /// What identifies the sender: the address that the trap says, else that of who sent it.
    let address: String?
    /// Which trap it is; nil if it does not say.
    let trap: String?
    /// The objects with their values, in their order, without what is said above.
    let values: [(object: String, value: String)]

    private static let uptime = [".1.3.6.1.2.1.1.3.0", "sysUpTime.0", "sysUpTimeInstance"]
    private static let identity = [".1.3.6.1.6.3.1.1.4.1.0", "snmpTrapOID.0"]
    private static let origin = [".1.3.6.1.6.3.18.1.3.0", "snmpTrapAddress.0"]
    /// As good as a password: it is not kept.
    private static let community = [".1.3.6.1.6.3.18.1.4.0", "snmpTrapCommunity.0"]

    /// Reads what a handler is given.
    init(_ bytes: [UInt8]) {
        let lines = Self.lines(bytes)
        let first = lines.first.map { String($0.trimmingBlanks()) } ?? ""
        name = first.isEmpty || first.hasPrefix("<") ? nil : first
        var (values, trap, origin): ([(object: String, value: String)], String?, String?) = (
            [], nil, nil
        )
        for line in lines.dropFirst(2) {
            let (object, value) = Self.pair(line)
            if Self.isOne(object, of: Self.uptime + Self.community) { continue }
            if Self.isOne(object, of: Self.identity) {
                trap = value
            } else if Self.isOne(object, of: Self.origin) {
                origin = value
            } else if !object.isEmpty, values.count < 1000 {
                values.append((object: object, value: value))
            }
        }
        (self.values, self.trap) = (values, trap)
        address = origin ?? lines.dropFirst().first.flatMap { Self.sender($0) }
    }

    /// What a handler is given, without the community.
    package static func withoutCommunity(_ bytes: [UInt8]) -> [UInt8] {
        let kept = lines(bytes).filter { !isOne(pair($0).object, of: community) }
        return Array(kept.map { $0 + "\n" }.joined().utf8)
    }

    /// The value of the first object below one of these, such as `.1.3.6.1.2.1.2.2.1.1` or `ifIndex`.
    func value(below objects: [String]) -> String? {
        values.first { pair in
            let object = pair.object.split(separator: "::").last.map { String($0) } ?? pair.object
            return objects.contains { object.hasPrefix("\($0).") } && !pair.value.isEmpty
        }?.value
    }

    /// The value of an object, or of the first one below it; nil if there is none, or it is empty.
    func value(of object: String) -> String? {
        values.first { pair in
            pair.object == object || pair.object.hasPrefix("\(object).")
        }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// The lines, those of a text in quotes as one.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        {
            if isOpen { lines[lines.count - 1] += "\n\(line)" } else { lines.append(String(line)) }
            let quotes = line.utf8.count { $0 == 0x22 } - line.ranges(of: "\\\"").count
            if !quotes.isMultiple(of: 2) { isOpen.toggle() }
        }
        return lines
    }

    private static func pair(_ line: String) -> (object: String, value: String) {
        let parts = line.split(separator: " ", maxSplits: 1)
        var value = parts.count > 1 ? String(parts[1].trimmingBlanks()) : ""
        if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
            value = String(value.dropFirst().dropLast())
        }
        return (String(parts.first ?? ""), value.replacing("\\\"", with: "\""))
    }

    private static func isOne(_ object: String, of names: [String]) -> Bool {
        names.contains { object == $0 || object.hasSuffix("::\($0)") }
    }

    /// The address in `UDP: [192.0.2.9]:51234->[192.0.2.1]:162`.
    private static func sender(_ line: String) -> String? {
        guard let open = line.firstIndex(of: "["),
            let close = line[open...].firstIndex(of: "]")
        else { return nil }
        let address = line[line.index(after: open)..<close]
        return address.isEmpty ? nil : String(address)
    }

    package static func == (one: SNMPTrap, other: SNMPTrap) -> Bool {
        one.name == other.name && one.address == other.address && one.trap == other.trap
            && one.values.elementsEqual(other.values) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(trap)
        hasher.combine(address)
    }
}
