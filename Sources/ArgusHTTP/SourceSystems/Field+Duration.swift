import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Field where Value == Duration? {
    /// How often a source system gives a sign of life, which may be missing or null.
    static var heartbeatFrequency: Field {
        Field("heartbeat_frequency", .heartbeatFrequency) { $0.duration($1) }
    }

    /// How long an alert lasts without being told of, which may be missing or null.
    static var alertExpiry: Field {
        Field("alert_expiry", .alertExpiry) { $0.duration($1) }
    }
}

extension Field where Value == Duration?? {
    /// How often a source system gives a sign of life from now on, which may be missing.
    static var changedHeartbeatFrequency: Field {
        Field("heartbeat_frequency", .heartbeatFrequency) { input, name in
            input.has(name) ? .some(input.duration(name)) : nil
        }
    }

    /// How long an alert lasts without being told of from now on, which may be missing.
    static var changedAlertExpiry: Field {
        Field("alert_expiry", .alertExpiry) { input, name in
            input.has(name) ? .some(input.duration(name)) : nil
        }
    }
}

extension Schema {
    fileprivate static let heartbeatFrequency = Schema.either(
        .integer(60...86_400), .text(matching: "^([0-9]+|.+:.+|P.+)?$"), .null
    ).note("How often it gives a sign of life: seconds from 60 to a day, `HH:MM:SS`, or ISO 8601.")

    fileprivate static let alertExpiry = Schema.either(
        .integer(0...2_592_000), .text(matching: "^([0-9]+|.+:.+|P.+)?$"), .null
    ).note(
        "How long an alert that is posted again and again lasts without that: from 60 seconds to 30 "
            + "days, 0 for ever, null as long as it says itself.")
}

extension Input {
    /// A length of time that may be missing or null: whole seconds, `[DD ]HH:MM:SS`, or ISO 8601
    /// (`PT2M`).
    fileprivate mutating func duration(_ name: String) -> Duration? {
        guard let value = object[name], value != .null, value != "" else { return nil }
        let text = value.string ?? value.text
        guard let seconds = Self.seconds(String(text.trimmingBlanks())) else {
            refuse(name, "Enter a valid duration.")
            return nil
        }
        return .seconds(seconds)
    }

    private static func seconds(_ text: String) -> Int64? {
        if let seconds = Int64(text) { return bounded(seconds) }
        return text.hasPrefix("P") ? isoSeconds(text.dropFirst()) : clockSeconds(text)
    }

    private static func bounded(_ seconds: Int64) -> Int64? {
        (0...86_400_000).contains(seconds) ? seconds : nil
    }

    private static func clockSeconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ").filter { !["day", "days", "days,"].contains($0) }
        guard (1...2).contains(words.count), let clock = words.last else { return nil }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard (2...3).contains(parts.count), !parts.contains(nil) else { return nil }
        var seconds: Int64 = 0
        for part in parts.compactMap({ $0 }) {
            guard (0...86_400).contains(part) else { return nil }
            seconds = seconds * 60 + part
        }
        guard words.count == 2 else { return bounded(seconds) }
        guard let days = Int64(words[0]), (0...1000).contains(days) else { return nil }
        return bounded(days * 86_400 + seconds)
    }

    private static func isoSeconds(_ text: Substring) -> Int64? {
        var seconds: Int64 = 0
        var digits = ""
        var isTime = false
        for character in text {
            switch (character, isTime) {
            case ("T", false): isTime = true
            case ("0"..."9", _): digits.append(character)
            case ("D", false), ("H", true), ("M", true), ("S", true):
                guard let number = Int64(digits), number <= 86_400_000 else { return nil }
                seconds += number * secondsPerUnit(character)
                digits = ""
            default: return nil
            }
        }
        let hasNumber = text.contains { $0.isNumber }
        return digits.isEmpty && hasNumber ? bounded(seconds) : nil
    }

    private static func secondsPerUnit(_ unit: Character) -> Int64 {
        switch unit {
        case "D": 86_400
        case "H": 3600
        case "M": 60
        default: 1
        }
    }
}
