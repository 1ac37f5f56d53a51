import ArgusVocabulary

/// Reads what people type into a filter, by recursive descent: `or` binds loosest, then `and`, which
/// may be left out, then `not`.
struct FilterReader {
    var scalars: [Unicode.Scalar]
    var position = 0
    let zone: Zone
    /// Whether the text was taken before, and is read again.
    let isStored: Bool
    /// The parts in the order in which they stand there.
    private(set) var parts: [Part] = []
    /// How many regular expressions there are: each is tried on all values of its key.
    var patterns = 0
    private var depth = 0

    /// More than that SQLite cannot take at once.
    private static let deepest = 30
    static let mostPatterns = 20

    init(_ scalars: [Unicode.Scalar], _ zone: Zone, isStored: Bool = false) {
        (self.scalars, self.zone, self.isStored) = (scalars, zone, isStored)
    }

    mutating func read() throws(WrittenFilterProblem) -> IncidentFilter {
        skipBlanks()
        guard next != nil else { return .everything }
        let filter = try alternatives()
        guard next == nil else { throw problem("there is no “(” for this “)”") }
        if !isStored, let excess = filter.excess { throw WrittenFilterProblem(excess) }
        return filter
    }

    private mutating func alternatives() throws(WrittenFilterProblem) -> IncidentFilter {
        var parts = [try conjunction()]
        while skip(.or) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(WrittenFilterProblem) -> IncidentFilter {
        var parts = [try negation()]
        while next != nil, next != ")", word() != .or {
            _ = skip(.and)
            parts.append(try negation())
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation() throws(WrittenFilterProblem) -> IncidentFilter {
        guard skip(.not) else { return try part() }
        try enter()
        let part = try negation()
        depth -= 1
        return .not(part)
    }

    private mutating func part() throws(WrittenFilterProblem) -> IncidentFilter {
        let start = position
        switch next {
        case nil: throw problem("something is missing at the end")
        case ")": throw problem("something is missing before “)”")
        case "\"":
            let text = try quoted()
            parts.append(Part(text: text, isQuoted: true))
            try endTerm()
            return .mentions(SearchText(text))
        case "(":
            position += 1
            try enter()
            skipBlanks()
            let filter = try alternatives()
            guard next == ")" else { throw problem("this “(” has no “)”", at: start) }
            position += 1
            depth -= 1
            skipBlanks()
            return filter
        default:
            if let term = try term() {
                parts.append(Part(text: nil))
                return term
            }
            return try bareWord()
        }
    }

    /// A word that stands for a state, or else a text to search for.
    private mutating func bareWord() throws(WrittenFilterProblem) -> IncidentFilter {
        let start = position
        let text = bareText()
        try checkSigns(text, start)
        try endTerm()
        if let word = FilterWord(text) {
            guard let filter = word.filter else {
                throw problem("something is missing before “\(text)”", at: start)
            }
            parts.append(Part(text: nil))
            return filter
        }
        guard !text.unicodeScalars.contains(where: \.isSign) else {
            throw problem(
                "“\(text)” is neither a field nor a tag; a text to search for stands in quotes",
                at: start)
        }
        parts.append(Part(text: text))
        return .mentions(SearchText(text))
    }

    private mutating func enter() throws(WrittenFilterProblem) {
        depth += 1
        guard depth <= Self.deepest else {
            throw problem("there are more than \(Self.deepest) levels inside each other")
        }
    }
}

extension FilterReader {
    var next: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    func problem(_ message: String, at place: Int? = nil) -> WrittenFilterProblem {
        WrittenFilterProblem("At character \((place ?? position) + 1): \(message).")
    }

    mutating func skipBlanks() {
        while let scalar = next, scalar.properties.isWhitespace { position += 1 }
    }

    /// The joining or other known word that stands here on its own.
    private func word() -> FilterWord? {
        var end = position
        while end < scalars.count, !scalars[end].endsBareText { end += 1 }
        return FilterWord(text(position..<end))
    }

    private mutating func skip(_ wanted: FilterWord) -> Bool {
        guard word() == wanted else { return false }
        position += wanted.rawValue.unicodeScalars.count
        skipBlanks()
        return true
    }

    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    /// What stands here without quotes, up to a blank, a quote or a parenthesis.
    mutating func bareText() -> String {
        let start = position
        while let scalar = next, !scalar.endsBareText { position += 1 }
        return text(start..<position)
    }

    /// What stands here in quotes, in which `\"` is a quote and `\\` a backslash.
    mutating func quoted() throws(WrittenFilterProblem) -> String {
        let start = position
        var text = String.UnicodeScalarView()
        position += 1
        while let scalar = next {
            position += 1
            if scalar == "\"" { return String(text) }
            if scalar == "\\", let escaped = next, escaped == "\"" || escaped == "\\" {
                position += 1
                text.append(escaped)
            } else {
                text.append(scalar)
            }
        }
        throw problem("this quote has no end", at: start)
    }

    /// Makes sure that nothing is glued to the end of a term, and goes on to the next.
    mutating func endTerm() throws(WrittenFilterProblem) {
        guard next.map({ $0.properties.isWhitespace || $0 == ")" }) ?? true else {
            throw problem("a blank is missing here")
        }
        skipBlanks()
    }
}
