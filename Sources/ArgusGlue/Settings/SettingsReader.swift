import ArgusClient
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Everything that is wrong with the settings.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Each mistake.
    public let mistakes: [Mistake]

    /// One setting and what is wrong with it.
    public struct Mistake: Hashable, Sendable, CustomStringConvertible {
        /// The name of its environment variable.
        public let name: String
        /// What is wrong, to be read after the name.
        public let problem: String

        public var description: String { "\(name) \(problem)" }
    }

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// Reads settings by name and gathers what is wrong with them.
struct SettingsReader {
    let value: (String) -> String?
    private(set) var mistakes: [SettingsProblem.Mistake] = []

    init(value: @escaping (String) -> String?, mistakes: [SettingsProblem.Mistake] = []) {
        (self.value, self.mistakes) = (value, mistakes)
    }

    mutating func report(_ name: String, _ problem: String) {
        mistakes.append(SettingsProblem.Mistake(name: name, problem: problem))
    }

    /// A setting that is there and not empty.
    func text(_ name: String) -> String? {
        value(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func token() -> Token? {
        let given = text("ARGUS_TOKEN").map { Token($0) }
        guard let file = text("ARGUS_TOKEN_FILE") else { return given }
        if given != nil {
            report("ARGUS_TOKEN_FILE", "and ARGUS_TOKEN exclude each other")
            return given
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            report("ARGUS_TOKEN_FILE", "names a file that cannot be read: \(file)")
            return nil
        }
        let token = String(decoding: data, as: UTF8.self)
        if token.trimmingBlanks().isEmpty {
            report("ARGUS_TOKEN_FILE", "names a file that holds no token: \(file)")
        }
        return Token(token)
    }

    mutating func choice<Value: RawRepresentable<String>>(
        _ name: String, _ values: [Value]
    ) -> Value? {
        guard let text = text(name) else { return nil }
        if let value = values.first(where: { $0.rawValue == text.lowercased() }) { return value }
        let known = values.map(\.rawValue).joined(separator: ", ")
        report(name, "must be one of \(known), not \(text)")
        return nil
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text.lowercased() {
        case "1", "on", "true", "yes": return true
        case "0", "off", "false", "no": return false
        default:
            report(name, "must be on or off, not \(text)")
            return nil
        }
    }

    mutating func zone(_ name: String) -> Zone? {
        guard let text = text(name) else { return nil }
        if let zone = Zone(named: text) { return zone }
        report(name, "must be the name of a time zone, such as Europe/Oslo, not \(text)")
        return nil
    }

    mutating func count(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        if let count = Int(text), range.contains(count) { return count }
        report(
            name, "must be a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
        return nil
    }

    /// Bytes: `1000000`, `64K`, `512M`, `2G`.
    mutating func size(_ name: String) -> Int? {
        guard let text = text(name) else { return nil }
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[$0] }
        if let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 {
            let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
            if !overflow { return bytes }
        }
        report(name, "must be a number of bytes, such as 64M or 2G, not \(text)")
        return nil
    }

    /// A duration: `90` or `90s`, `500ms`, `5m`, `12h`, `7d`.
    mutating func duration(_ name: String) -> Duration? {
        guard let text = text(name) else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1000, "s": 1000, "ms": 1, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        if let number = Int64(digits), number < 1_000_000_000,
            let unit = units[String(text.dropFirst(digits.count))]
        {
            return .milliseconds(number * Int64(unit))
        }
        report(name, "must be a duration, such as 90s, 5m or 7d, not \(text)")
        return nil
    }
}

/// What this process may do with files.
enum SystemFolder {
    static func mayRead(_ file: String) -> Bool { access(file, R_OK) == 0 }

    /// Whether the folder for a spool of the whole machine may be used or made.
    static var isOurs: Bool { getuid() == 0 || access("/var/lib/argus-glue", W_OK) == 0 }
}
