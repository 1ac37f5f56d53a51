import ArgusVocabulary

/// The values behind the signs.
extension FilterReader {
    /// A value in quotes or without; the empty one needs quotes.
    mutating func value() throws(WrittenFilterProblem) -> String {
        guard next != "\"" else { return try quoted() }
        let start = position
        // Regular expressions have parentheses: what opens in a value also closes there.
        var open = 0
        while let scalar = next, !scalar.endsBareText || scalar == "(" || scalar == ")" && open > 0
        {
            if scalar == "(" { open += 1 }
            if scalar == ")" { open -= 1 }
            position += 1
        }
        guard position > start else { throw missingValue }
        return text(start..<position)
    }

    private var missingValue: WrittenFilterProblem {
        problem("a value is missing here; one with blanks or quotes stands in quotes")
    }

    /// Values with commas between them, each in quotes or without.
    mutating func list() throws(WrittenFilterProblem) -> [String] {
        var values: [String] = []
        repeat {
            if !values.isEmpty { position += 1 }
            if next == "\"" {
                values.append(try quoted())
                continue
            }
            let start = position
            while let scalar = next, !scalar.endsBareText, scalar != "," { position += 1 }
            guard position > start else { throw missingValue }
            values.append(text(start..<position))
        } while next == ","
        return values
    }

    mutating func numbers() throws(WrittenFilterProblem) -> [Int64] {
        let start = position
        let numbers = try list().map { Int64($0) }
        guard !numbers.contains(nil) else {
            throw problem("primary keys are whole numbers", at: start)
        }
        return numbers.compactMap { $0 }
    }

    mutating func eventTypes() throws(WrittenFilterProblem) -> [EventType] {
        let start = position
        let types = try list().map { EventType(rawValue: $0.uppercased()) }
        guard !types.contains(nil) else {
            let known = EventType.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("an event is one of \(known)", at: start)
        }
        return types.compactMap { $0 }
    }

    /// What a comparison with a level means; nil if there is no such comparison.
    mutating func level(_ sign: FilterSign) throws(WrittenFilterProblem) -> IncidentFilter? {
        guard sign.isOfLevels else { return nil }
        let start = position
        guard let level = Level(try value()).map({ Int64($0.rawValue) }) else {
            throw problem(
                "a level is 1 (worst) to 5, or critical, high, moderate, low or information",
                at: start)
        }
        let exactly = IncidentFilter.all([.levelAtMost(level), .not(.levelAtMost(level - 1))])
        return switch sign {
        case .atMost: .levelAtMost(level)
        case .less: .levelAtMost(level - 1)
        case .atLeast: .not(.levelAtMost(level - 1))
        case .more: .not(.levelAtMost(level))
        case .notEqual: .not(exactly)
        default: exactly
        }
    }

    /// A time in ISO 8601, or one that is counted from the moment of asking: `-2h`, `+30m`, `now`.
    mutating func moment() throws(WrittenFilterProblem) -> IncidentFilter.Moment {
        let start = position
        let text = try value()
        if text == "now" { return .fromNow(.zero) }
        if text == "infinity" { return .at(.infinity) }
        if text.hasPrefix("-") || text.hasPrefix("+"), let duration = Duration(written: text) {
            return .fromNow(duration)
        }
        guard let moment = try? Timestamp(text, in: zone) else {
            throw problem(
                "a time is written 2026-01-31T12:00 or, counted from now, -2h or +30m", at: start)
        }
        return .at(moment)
    }

    mutating func duration() throws(WrittenFilterProblem) -> Duration {
        let start = position
        guard let duration = Duration(written: try value()) else {
            throw problem("a duration is written 90m, 2h30m or 7d, of up to a century", at: start)
        }
        return duration
    }
}

extension FilterSign {
    fileprivate var isOfLevels: Bool {
        switch self {
        case .atMost, .atLeast, .less, .more, .equal, .notEqual: true
        case .prefix, .matching, .notMatching, .colon: false
        }
    }
}

extension Duration {
    /// Units from the longest on, with their seconds; weeks are read but not written.
    static let units: [(letter: Unicode.Scalar, seconds: Int64)] = [
        ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Reads numbers with units behind them, such as `-1d12h`; nil for anything else, and for more
    /// than a century.
    init?(written text: String) {
        var (sum, number): (Int64, Int64?) = (0, nil)
        let isNegative = text.hasPrefix("-")
        let parts = text.unicodeScalars.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0)
        for scalar in parts {
            if ("0"..."9").contains(scalar) {
                number = (number ?? 0) * 10 + Int64(scalar.value - 0x30)
            } else {
                let unit = Self.units.first { $0.letter == scalar }
                guard let unit, let count = number else { return nil }
                sum += count * unit.seconds
                number = nil
            }
            guard sum <= Self.century, number ?? 0 <= Self.century else { return nil }
        }
        guard number == nil, !parts.isEmpty else { return nil }
        self = .seconds(isNegative ? -sum : sum)
    }

    private static let century: Int64 = 36_525 * 86_400
}
