/// One thing that can be set: what it is called, what its values look like, what holds where nothing
/// is set, and what it is for.
public struct Setting<Value: Sendable>: Sendable {
    /// All but how its values are read.
    public let description: SettingDescription
    let kind: SettingKind<Value>

    /// Declares a setting; `usual` is what holds where nothing is set, as it would be written.
    init(
        _ name: String, _ kind: SettingKind<Value>, usual: String? = nil,
        usually words: String? = nil, isSecret: Bool = false, _ help: String
    ) {
        description = SettingDescription(
            name: name, usual: usual, usually: words, isSecret: isSecret, help: help)
        self.kind = kind
    }
}

/// What there is to know about a setting, whatever its values are.
public struct SettingDescription: Hashable, Sendable {
    /// Its environment variable, or, if it can only be set for one of several sources, its name there.
    public let name: String
    /// What holds where nothing is set, as it would be written; nil if that is nothing.
    public let usual: String?
    /// What holds where nothing is set, in words, if it cannot be written.
    public let usually: String?
    /// Whether its value must not be shown.
    public let isSecret: Bool
    /// What it is for, to be read after its name.
    public let help: String

    /// Its names in a file, from the outside to the inside: `["glue", "nav", "ignore_stateless"]`.
    var path: [String] {
        guard name.hasPrefix("ARGUS_") else { return [name] }
        var rest = name.dropFirst("ARGUS_".count).lowercased()[...]
        var path: [String] = []
        for section in ["glue", "nav"] where rest.hasPrefix("\(section)_") {
            path.append(section)
            rest = rest.dropFirst(section.count + 1)
        }
        return path + [String(rest)]
    }

    /// Its name in the section of a source.
    var nameInSource: String { path.last ?? name }
}

/// What the values of a setting look like.
struct SettingKind<Value: Sendable>: Sendable {
    /// To be read after "must be".
    let expected: String
    let read: @Sendable (String) -> Value?
}

extension SettingKind where Value == String {
    /// Any text.
    static var text: SettingKind { SettingKind(expected: "a text") { $0 } }
}

extension SettingKind where Value == Bool {
    static var bool: SettingKind {
        SettingKind(expected: "on or off") { text in
            switch text.lowercased() {
            case "1", "on", "true", "yes": true
            case "0", "off", "false", "no": false
            default: nil
            }
        }
    }
}

extension SettingKind where Value == Int {
    static func count(_ range: ClosedRange<Int>) -> SettingKind {
        SettingKind(expected: "a number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Bytes: `1000000`, `64K`, `512M`, `2G`.
    static var size: SettingKind {
        SettingKind(expected: "a number of bytes, such as 64M or 2G") { text in
            let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
            let unit = text.last.flatMap { units[$0] }
            guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 else {
                return nil
            }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
            return overflow ? nil : bytes
        }
    }
}

extension SettingKind where Value == Duration {
    /// A duration: `90` or `90s`, `500ms`, `5m`, `12h`, `7d`.
    static var duration: SettingKind {
        SettingKind(expected: "a duration, such as 90s, 5m or 7d") { text in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let units = [
                "": 1000, "s": 1000, "ms": 1, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
            ]
            guard let number = Int64(digits), number < 1_000_000_000,
                let unit = units[String(text.dropFirst(digits.count))]
            else { return nil }
            return .milliseconds(number * Int64(unit))
        }
    }

    /// A duration that is not 0.
    static var positiveDuration: SettingKind {
        SettingKind(
            expected: "a duration that is longer than 0, such as 90s, 5m or 7d"
        ) {
            duration.read($0).flatMap { $0 == .zero ? nil : $0 }
        }
    }
}

extension SettingKind where Value: RawRepresentable<String>, Value: CaseIterable {
    /// One of the words for the cases of a type.
    static var choice: SettingKind {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return SettingKind(expected: "one of \(words)") { text in
            Value.allCases.first { $0.rawValue == text.lowercased() }
        }
    }
}
