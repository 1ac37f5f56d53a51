/// Reads a pattern as it is written.
struct CaptureParser {
    private var rest: ArraySlice<Unicode.Scalar>
    private var groups = 0
    private var names: [String: Int] = [:]
    private static let depthLimit = 40
    private static let repetitionLimit = 1000

    init(_ text: String) {
        rest = Array(text.unicodeScalars)[...]
    }

    /// The whole pattern, and the numbers of the groups that have names.
    mutating func parse() throws(CapturePattern.Problem) -> (CaptureNode, [String: Int]) {
        let node = try choice(depth: 0)
        guard rest.isEmpty else { throw CapturePattern.Problem("has a ) without a (") }
        return (node, names)
    }

    private mutating func choice(depth: Int) throws(CapturePattern.Problem) -> CaptureNode {
        guard depth < Self.depthLimit else { throw CapturePattern.Problem("is nested too deep") }
        var choices = [try sequence(depth: depth)]
        while take("|") { choices.append(try sequence(depth: depth)) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence(depth: Int) throws(CapturePattern.Problem) -> CaptureNode {
        var parts: [CaptureNode] = []
        while let next = rest.first, next != "|", next != ")" {
            parts.append(try repeated(try atom(depth: depth)))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repeated(
        _ node: CaptureNode
    ) throws(CapturePattern.Problem) -> CaptureNode {
        let bounds: (Int, Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let braces = try braces() {
            bounds = braces
        } else {
            return node
        }
        let isGreedy = !take("?")
        if let next = rest.first, "*+?".unicodeScalars.contains(next) {
            throw CapturePattern.Problem("repeats a repetition")
        }
        return .repetition(node, bounds.0, bounds.1, isGreedy: isGreedy)
    }

    /// The bounds in `{2}`, `{2,}` or `{2,5}`; a brace that begins none of these stands for itself.
    private mutating func braces() throws(CapturePattern.Problem) -> (Int, Int?)? {
        guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
        let inner = String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end]))
        let parts = inner.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard let least = parts.first.flatMap({ Int($0) }) else { return nil }
        let most = parts.count == 1 ? least : Int(parts[1])
        guard parts.count == 1 || parts[1].isEmpty || most != nil else { return nil }
        guard least <= most ?? least, max(least, most ?? 0) <= Self.repetitionLimit, least >= 0
        else { throw CapturePattern.Problem("repeats more than \(Self.repetitionLimit) times") }
        rest = rest[(end + 1)...]
        return (least, most)
    }

    private mutating func atom(depth: Int) throws(CapturePattern.Problem) -> CaptureNode {
        guard let character = rest.popFirst() else { return .empty }
        switch character {
        case ".": return .any
        case "^": return .place(.start)
        case "$": return .place(.end)
        case "[": return .set(try set())
        case "(": return try group(depth: depth)
        case "\\": return try escaped()
        case "*", "+", "?":
            throw CapturePattern.Problem("has a \(character) with nothing before it")
        default: return .character(character.value)
        }
    }

    private mutating func group(depth: Int) throws(CapturePattern.Problem) -> CaptureNode {
        var number: Int?
        if take("?") {
            _ = take("P")
            if !take(":") {
                guard take("<"), let end = rest.firstIndex(of: ">"), end > rest.startIndex,
                    rest[..<end].allSatisfy({ CaptureSet.word.contains($0.value) })
                else { throw CapturePattern.Problem("has a group of a kind that is not supported") }
                groups += 1
                number = groups
                names[String(String.UnicodeScalarView(rest[..<end]))] = groups
                rest = rest[(end + 1)...]
            }
        } else {
            groups += 1
            number = groups
        }
        let inner = try choice(depth: depth + 1)
        guard take(")") else { throw CapturePattern.Problem("has a ( without a )") }
        return number.map { .group($0, inner) } ?? inner
    }

    private mutating func escaped() throws(CapturePattern.Problem) -> CaptureNode {
        guard let letter = rest.popFirst() else {
            throw CapturePattern.Problem("ends in a backslash")
        }
        if let set = CaptureSet(letter: letter) { return .set(set) }
        switch letter {
        case "b": return .place(.wordBoundary)
        case "B": return .place(.noWordBoundary)
        default: return .character(try plain(letter))
        }
    }

    /// The character that one after a backslash stands for.
    private func plain(_ letter: Unicode.Scalar) throws(CapturePattern.Problem) -> UInt32 {
        switch letter {
        case "n": return 0x0a
        case "r": return 0x0d
        case "t": return 0x09
        case "a"..."z", "A"..."Z", "0"..."9":
            throw CapturePattern.Problem("has \\\(letter), which is not supported")
        default: return letter.value
        }
    }

    private mutating func set() throws(CapturePattern.Problem) -> CaptureSet {
        let isInverted = take("^")
        var set = CaptureSet(ranges: [], isInverted: isInverted)
        var isFirst = true
        while let character = rest.popFirst() {
            if character == "]", !isFirst { return set }
            isFirst = false
            var lower = character.value
            if character == "\\" {
                guard let letter = rest.popFirst() else { break }
                if let others = CaptureSet(letter: letter) {
                    set.ranges += others.isInverted ? others.inverse : others.ranges
                    continue
                }
                lower = try plain(letter)
            }
            guard rest.first == "-", let after = rest.dropFirst().first, after != "]" else {
                set.ranges.append(lower...lower)
                continue
            }
            rest = rest.dropFirst(2)
            let upper = after == "\\" ? try rest.popFirst().map(plain) : after.value
            guard let upper, lower <= upper else {
                throw CapturePattern.Problem("has a range of characters that ends before it begins")
            }
            set.ranges.append(lower...upper)
        }
        throw CapturePattern.Problem("has a [ without a ]")
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest = rest.dropFirst()
        return true
    }
}
