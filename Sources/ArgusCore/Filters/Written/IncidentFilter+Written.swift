import ArgusVocabulary

extension IncidentFilter {
    /// The filter as people type it: what ``WrittenFilter`` reads as the same filter.
    ///
    /// What cannot be typed, such as an empty list or a part of a second, becomes what means the
    /// same or comes closest.
    package var written: String {
        switch self {
        case .all(let parts): Self.joined(parts, by: " ", empty: .everything)
        case .any(let parts): Self.joined(parts, by: " or ", empty: .nothing)
        case .not(let part): Self.opposite(of: part)
        default: term
        }
    }

    private static func joined(
        _ parts: [IncidentFilter], by separator: String, empty: FilterWord
    ) -> String {
        switch parts.count {
        case 0: empty.rawValue
        case 1: parts[0].written
        default: parts.map(\.enclosed).joined(separator: separator)
        }
    }

    /// The filter in parentheses if it has several parts.
    private var enclosed: String {
        switch self {
        case .all(let parts), .any(let parts):
            parts.count == 1 ? parts[0].enclosed : parts.isEmpty ? written : "(\(written))"
        default: written
        }
    }

    private static func opposite(of part: IncidentFilter) -> String {
        switch part {
        case .all(let parts) where parts.count == 1: opposite(of: parts[0])
        case .any(let parts) where parts.count == 1: opposite(of: parts[0])
        case .tag(let tag): key(tag.key) + "!=" + value(tag.value)
        case .tagged(let key, .pattern(let pattern)):
            Self.key(key) + "!~" + value(pattern.text)
        case .levelAtMost(let level) where level < 1: "level>=1"
        case .levelAtMost(let level): "level>\(min(level, 5))"
        default: "not \(part.enclosed)"
        }
    }

    private var term: String {
        switch self {
        case .all, .any, .not: written
        case .open(let wanted): (wanted ? FilterWord.open : .closed).rawValue
        case .stateful(let wanted): (wanted ? FilterWord.stateful : .stateless).rawValue
        case .acked(let wanted): (wanted ? FilterWord.acked : .unacked).rawValue
        case .hasTicket(let wanted): wanted ? "has:ticket" : "not has:ticket"
        case .levelAtMost(let level): level < 1 ? "level<1" : "level<=\(min(level, 5))"
        case .ids(let ids): Self.list(.id, ids.map(String.init))
        case .sources(let ids): Self.list(.sourceID, ids.map(String.init))
        case .sourceNames(let names): Self.list(.source, names)
        case .sourceTypes(let types): Self.list(.type, types)
        case .eventTypes(let types): Self.list(.event, types.map(\.rawValue))
        case .sourceIncidentID(let id): "source_incident_id:" + Self.value(id)
        case .text(let member, let text): member.name + ":" + Self.value(text)
        case .tag(let tag): Self.key(tag.key) + "=" + Self.value(tag.value)
        case .tagged(let key, .anything): "tag:" + key
        case .tagged(let key, .prefix(let prefix)): Self.key(key) + "^=" + Self.value(prefix)
        case .tagged(let key, .pattern(let pattern)):
            Self.key(key) + "~" + Self.value(pattern.text)
        case .startTime(let bound): "start" + bound.written
        case .endTime(let bound): "end" + bound.written
        case .lastedAtLeast(let duration): "duration>=" + duration.written
        case .mentions(let text): Self.word(text.text)
        }
    }

    private static func key(_ key: String) -> String {
        FilterField(rawValue: key) == nil && FilterWord(key) == nil ? key : "tag:" + key
    }

    private static func list(_ field: FilterField, _ values: [String]) -> String {
        if values.isEmpty { return FilterWord.nothing.rawValue }
        return field.rawValue + ":" + values.map { value($0, inList: true) }.joined(separator: ",")
    }

    private static func value(_ text: String, inList: Bool = false) -> String {
        let needsQuotes = text.unicodeScalars.contains { $0.endsBareText || inList && $0 == "," }
        return text.isEmpty || needsQuotes ? quoted(text) : text
    }

    private static func word(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains {
            $0.endsBareText || $0.isSign || "!&|".unicodeScalars.contains($0)
        }
        return text.isEmpty || needsQuotes || text.hasPrefix("-") || FilterWord(text) != nil
            ? quoted(text) : text
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}

extension IncidentFilter.Bound {
    fileprivate var written: String {
        switch self {
        case .from(let moment): ">=" + moment.written
        case .until(let moment): "<=" + moment.written
        }
    }
}

extension IncidentFilter.Moment {
    fileprivate var written: String {
        switch self {
        case .at(let timestamp): timestamp.text()
        case .fromNow(.zero): "now"
        case .fromNow(let distance): (distance < .zero ? "" : "+") + distance.written
        }
    }
}

extension Duration {
    fileprivate var written: String {
        var rest = abs(components.seconds)
        var text = components.seconds < 0 ? "-" : ""
        for unit in Self.units.dropFirst() where rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.letter)"
            rest %= unit.seconds
        }
        return components.seconds == 0 ? "0s" : text
    }
}
