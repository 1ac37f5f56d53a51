import ArgusClient
import ArgusSettings
import ArgusVocabulary
import FoundationEssentials

/// A kind of monitoring system that starts a command for each thing that it has to say, and waits for
/// it.
package protocol HookSystem: MonitoringSystem {
    /// Reads what the command is given: variables, as far as they are the system's.
    func readings(of variables: HookVariables, receipt: Timestamp) -> [Reading]
}

extension HookSystem {
    package static var settings: [any AnySetting] { [] }
    package static var canWait: Bool { true }
    package static var isStream: Bool { false }

    package var format: any AlertFormat { WholeInput { readings(of: $0, receipt: $1) } }

    /// Reads variables as `env` prints them, a line each, or as `env -0` does.
    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        readings(of: HookVariables(written: message.bytes), receipt: receipt)
    }
}

/// What a hook is given: variables with names.
package struct HookVariables: Hashable, Sendable {
    private var values: [String: String]

    /// Takes variables of the environment that begin with one of the prefixes, without it, and
    /// arguments such as `HOSTNAME=mail2`, which win.
    package init(
        environment: [String: String], prefixes: [String], arguments: [String] = []
    ) {
        values = [:]
        for (name, value) in environment {
            guard let prefix = prefixes.first(where: name.hasPrefix) else { continue }
            values[String(name.dropFirst(prefix.count))] = value
        }
        for argument in arguments {
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
    }

    /// Reads variables as they are written down, with their prefixes.
    init(written bytes: [UInt8]) {
        let end: UInt8 = bytes.contains(0) ? 0 : 0x0a
        let pairs = bytes.split(separator: end).map { String(decoding: $0, as: UTF8.self) }
        self.init(environment: [:], prefixes: [], arguments: pairs)
    }

    /// The variables without these prefixes, where they have one.
    func without(prefixes: [String]) -> HookVariables {
        var copy = self
        copy.values = [:]
        for (name, value) in values {
            let prefix = prefixes.first(where: name.hasPrefix) ?? ""
            copy.values[String(name.dropFirst(prefix.count))] = value
        }
        return copy
    }

    /// All of them as they would be written down, to be kept with what could not be read.
    package var written: [UInt8] {
        let lines = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return Array(lines.joined(separator: "\0").utf8) + [0]
    }

    /// The text of a variable without blanks around it; nil if nothing is left, or it is a macro that
    /// was not replaced, such as `$HOSTNAME$`.
    subscript(name: String) -> String? {
        guard let value = values[name] else { return nil }
        let text = String(value.trimmingBlanks())
        let isMacro = text.count > 2 && text.hasPrefix("$") && text.hasSuffix("$")
        return text.isEmpty || isMacro ? nil : text
    }

    /// The variables whose names begin so.
    func beginning(with prefix: String) -> [(name: String, value: String)] {
        values.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
            .compactMap { pair in self[pair.key].map { (name: pair.key, value: $0) } }
    }
}

/// An input that is one message, from its beginning to its end.
struct WholeInput: AlertFormat {
    private static let limit = 1 << 20
    private var bytes: [UInt8] = []
    private let decode: @Sendable (WebhookMessage, Timestamp) -> [Reading]

    init(_ decode: @escaping @Sendable (WebhookMessage, Timestamp) -> [Reading]) {
        self.decode = decode
    }

    mutating func read(_ more: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        bytes += more.prefix(Self.limit - bytes.count)
        return []
    }

    mutating func end(now: Timestamp) -> [Reading] {
        defer { bytes = [] }
        return bytes.isEmpty ? [] : decode(WebhookMessage(bytes), now)
    }
}
