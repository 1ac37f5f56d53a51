import ArgusVocabulary

/// What the values of a setting look like.
public struct SettingKind<Value: Sendable>: Sendable {
    let expected: String
    let read: @Sendable (String) -> Value?
    let write: @Sendable (Value) -> String
    let shown: @Sendable (String) -> String

    /// Describes values: `expected` is read after "should be", `read` is nil for a text that is no
    /// value, `shown` leaves out of a text what must not be seen.
    public init(
        expected: String, read: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String,
        shown: @escaping @Sendable (String) -> String = { $0 }
    ) {
        (self.expected, self.read, self.write, self.shown) = (expected, read, write, shown)
    }
}

extension SettingKind where Value == String {
    /// Any text.
    public static var text: SettingKind {
        SettingKind(expected: "a text") {
            $0
        } write: {
            $0
        }
    }
}

extension SettingKind where Value == Bool {
    /// A switch: `on` or `off`, also `1`, `true`, `yes`, `0`, `false`, `no`, in any case.
    public static var bool: SettingKind {
        SettingKind(expected: "on or off") { text in
            switch text.lowercased() {
            case "1", "on", "true", "yes": true
            case "0", "off", "false", "no": false
            default: nil
            }
        } write: { isOn in
            isOn ? "on" : "off"
        }
    }
}

extension SettingKind where Value == Int {
    /// A whole number in a range.
    public static func count(_ range: ClosedRange<Int>) -> SettingKind {
        SettingKind(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        } write: {
            String($0)
        }
    }

    /// Bytes: `1000000`, `64K`, `512M`, `2G`.
    public static var size: SettingKind {
        let units = [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]
        return SettingKind(expected: "a number of bytes, such as 64M or 2G") { text in
            let unit = units.first { text.hasSuffix($0.0) }
            guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 else {
                return nil
            }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
            return overflow ? nil : bytes
        } write: { bytes in
            let unit = units.first { bytes.isMultiple(of: $0.1) }
            return "\(bytes / (unit?.1 ?? 1))\(unit?.0 ?? "")"
        }
    }
}

extension SettingKind where Value == Duration {
    /// A duration: `90` or `90s`, `500ms`, `5m`, `12h`, `7d`.
    public static var duration: SettingKind {
        SettingKind(expected: "a duration, such as 90s, 5m or 7d", read: milliseconds) {
            text(milliseconds: $0 / .milliseconds(1))
        }
    }

    /// A duration that is not 0.
    public static var positiveDuration: SettingKind {
        SettingKind(
            expected: "a duration that is longer than 0, such as 90s, 5m or 7d",
            read: { milliseconds($0).flatMap { $0 == .zero ? nil : $0 } }, write: duration.write)
    }

    private static func milliseconds(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = [
            "": 1000, "s": 1000, "ms": 1, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard let number = Int64(digits), number < 1_000_000_000,
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        return .milliseconds(number * Int64(unit))
    }

    /// In the largest unit of which it is a whole number.
    private static func text(milliseconds: Double) -> String {
        let number = Int64(milliseconds)
        let units: [(String, Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ]
        let unit = units.first { number.isMultiple(of: $0.1) } ?? ("ms", 1)
        return number == 0 ? "0" : "\(number / unit.1)\(unit.0)"
    }
}

extension SettingKind where Value: RawRepresentable<String>, Value: CaseIterable {
    /// One of the words for the cases of a type, in any case.
    public static var choice: SettingKind {
        let words = Value.allCases.map(\.rawValue)
        let expected =
            words.count > 2
            ? "one of \(words.joined(separator: ", "))" : words.joined(separator: " or ")
        return SettingKind(expected: expected) { text in
            Value.allCases.first { $0.rawValue == text.lowercased() }
        } write: {
            $0.rawValue
        }
    }
}

extension SettingKind where Value == Zone {
    /// A time zone, by its name.
    public static var zone: SettingKind {
        let expected = "a name of the IANA time zone database, such as Europe/Oslo"
        return SettingKind(expected: expected) {
            Zone(named: $0)
        } write: {
            $0.name
        }
    }
}
