import ArgusVocabulary

extension FilterReader {
    /// A name, a sign and a value, such as `host=web1`; nil if something else stands here.
    mutating func term() throws(WrittenFilterProblem) -> IncidentFilter? {
        let start = position
        guard let (name, sign) = nameAndSign() else { return nil }
        if let field = FilterField(rawValue: name) {
            let filter = try read(field, sign, start)
            try endTerm()
            return filter
        }
        if sign == .colon, let member = IncidentMember(rawValue: name), member.isText {
            let filter = IncidentFilter.text(member, try value())
            try endTerm()
            return filter
        }
        if FilterWord(name) != nil, sign.isOfTags {
            throw problem(
                "“\(name)” stands alone; a tag with that key is written “tag:\(name)\(sign.rawValue)…”",
                at: start)
        }
        guard sign != .colon else {
            throw problem(
                "there is no field “\(name):”; a text to search for stands in quotes", at: start)
        }
        guard sign.isOfTags else {
            throw problem(
                "“\(sign.rawValue)” is known only after level, start, end and duration", at: start)
        }
        let filter = try tag(name, sign)
        try endTerm()
        return filter
    }

    private mutating func nameAndSign() -> (name: String, sign: FilterSign)? {
        var end = position
        while end < scalars.count, scalars[end].isOfName { end += 1 }
        guard end > position, let sign = sign(at: end) else { return nil }
        defer { position = end + sign.rawValue.unicodeScalars.count }
        return (text(position..<end), sign)
    }

    private func sign(at place: Int) -> FilterSign? {
        FilterSign.allCases.first { scalars[place...].starts(with: $0.rawValue.unicodeScalars) }
    }

    private mutating func read(
        _ field: FilterField, _ sign: FilterSign, _ start: Int
    ) throws(WrittenFilterProblem) -> IncidentFilter {
        switch (field, sign) {
        case (.level, _) where sign != .colon:
            if let filter = try level(sign) { return filter }
        case (.start, .atLeast): return .startTime(.from(try moment()))
        case (.start, .atMost): return .startTime(.until(try moment()))
        case (.end, .atLeast): return .endTime(.from(try moment()))
        case (.end, .atMost): return .endTime(.until(try moment()))
        case (.duration, .atLeast): return .lastedAtLeast(try duration())
        case (.source, .colon): return .sourceNames(try list())
        case (.type, .colon): return .sourceTypes(try list())
        case (.id, .colon): return .ids(try numbers())
        case (.sourceID, .colon): return .sources(try numbers())
        case (.sourceIncidentID, .colon): return .sourceIncidentID(try value())
        case (.event, .colon): return .eventTypes(try eventTypes())
        case (.tag, .colon): return try tag()
        case (.has, .colon):
            if try value().lowercased() == "ticket" { return .hasTicket(true) }
            throw problem(
                "only “has:ticket” is known; whether a tag is there asks “tag:key”", at: start)
        default: break
        }
        let tag =
            sign.isOfTags
            ? "; a tag with that key is written “tag:\(field.rawValue)\(sign.rawValue)…”" : ""
        throw problem("“\(field.rawValue)” is written \(field.form)\(tag)", at: start)
    }

    /// A key, with a test of its value or without, behind `tag:`.
    private mutating func tag() throws(WrittenFilterProblem) -> IncidentFilter {
        let start = position
        if let (key, sign) = nameAndSign(), sign.isOfTags { return try tag(key, sign) }
        position = start
        let key = bareText()
        guard !key.isEmpty, key.unicodeScalars.allSatisfy(\.isOfName) else {
            throw problem("a key has letters of ASCII, digits and underscores only", at: start)
        }
        return .tagged(key, .anything)
    }

    private mutating func tag(
        _ key: String, _ sign: FilterSign
    ) throws(WrittenFilterProblem) -> IncidentFilter {
        let start = position
        let value = try value()
        return switch sign {
        case .equal: .tag(Tag(key: key, value: value))
        case .notEqual: .not(.tag(Tag(key: key, value: value)))
        case .prefix: .tagged(key, .prefix(value))
        case .notMatching: .not(.tagged(key, .pattern(try pattern(value, start))))
        default: .tagged(key, .pattern(try pattern(value, start)))
        }
    }

    private mutating func pattern(
        _ text: String, _ start: Int
    ) throws(WrittenFilterProblem) -> Pattern {
        patterns += 1
        guard patterns <= Self.mostPatterns else {
            throw problem(
                "there are more than \(Self.mostPatterns) regular expressions", at: start)
        }
        do throws(PatternProblem) {
            return try Pattern(text)
        } catch {
            throw problem("this is no regular expression: \(error.message)", at: start)
        }
    }
}
