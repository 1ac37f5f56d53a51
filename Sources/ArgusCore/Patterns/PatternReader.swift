/// Reads a regular expression into a tree.
struct PatternReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private static let deepest = 50

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func read() throws(PatternProblem) -> PatternNode {
        let node = try alternatives()
        guard position == scalars.count else { throw PatternProblem("a “)” has no “(”") }
        return node
    }

    private var next: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(PatternProblem) -> PatternNode {
        var parts = [try sequence()]
        while skip("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            position += 1
            parts.append(try repeated(try atom(scalar)))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternProblem) -> PatternNode {
        switch scalar {
        case ".": return .scalar(.all)
        case "^": return .start
        case "$": return .end
        case "[": return .scalar(try set())
        case "(": return try group()
        case "\\": return .scalar(try escaped())
        case "*", "+", "?": throw PatternProblem("there is nothing that “\(scalar)” could repeat")
        case "{": throw PatternProblem("a “{” that repeats nothing is written “\\{”")
        default: return .scalar(ScalarSet(scalar))
        }
    }

    private mutating func group() throws(PatternProblem) -> PatternNode {
        depth += 1
        guard depth <= Self.deepest else {
            throw PatternProblem("it has more than \(Self.deepest) groups inside each other")
        }
        if skip("?"), !skip(":") { throw PatternProblem("“(?” is known only as “(?:”") }
        let node = try alternatives()
        guard skip(")") else { throw PatternProblem("a “(” has no “)”") }
        depth -= 1
        return node
    }

    /// A part with what stands behind it: how often it may come.
    private mutating func repeated(_ node: PatternNode) throws(PatternProblem) -> PatternNode {
        let start = position
        guard let (least, most) = try bounds() else { return node }
        guard node != .start, node != .end else {
            throw PatternProblem("there is nothing that “\(scalars[start])” could repeat")
        }
        // As few as possible or as many: a search finds the same texts.
        _ = skip("?")
        if let scalar = next, ["*", "+", "?", "{"].contains(scalar) {
            throw PatternProblem("there is nothing that “\(scalar)” could repeat")
        }
        return .repetition(node, from: least, to: most)
    }

    private mutating func bounds() throws(PatternProblem) -> (least: Int, most: Int?)? {
        if skip("*") { return (0, nil) }
        if skip("+") { return (1, nil) }
        if skip("?") { return (0, 1) }
        guard skip("{") else { return nil }
        let wrong = PatternProblem("a repetition is written “{2}”, “{2,}” or “{2,5}”")
        guard let least = number() else { throw wrong }
        let most = skip(",") ? next == "}" ? nil : number() ?? -1 : least
        guard skip("}"), most.map({ $0 >= least }) ?? true else { throw wrong }
        return (least, most)
    }

    /// Up to four digits; more are far beyond what may be repeated.
    private mutating func number() -> Int? {
        let start = position
        var number = 0
        while let digit = next, ("0"..."9").contains(digit), position - start < 4 {
            number = number * 10 + Int(digit.value - 0x30)
            position += 1
        }
        return position > start ? number : nil
    }

    private mutating func set() throws(PatternProblem) -> ScalarSet {
        let isInverted = skip("^")
        var ranges: [ClosedRange<UInt32>] = []
        // At the very beginning a bracket stands for itself.
        var isFirst = true
        while isFirst || next != "]" {
            guard let scalar = next else { throw PatternProblem("a “[” has no “]”") }
            isFirst = false
            position += 1
            if scalar == "[", next == ":" {
                throw PatternProblem("names such as “[:alpha:]” are not known")
            }
            let item = scalar == "\\" ? try escaped() : ScalarSet(scalar)
            ranges += try range(from: item)
        }
        position += 1
        let set = ScalarSet(ranges)
        return isInverted ? set.inverted : set
    }

    /// An item of a set, or all from it to another.
    private mutating func range(
        from item: ScalarSet
    ) throws(PatternProblem) -> [ClosedRange<UInt32>] {
        guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
            return item.ranges
        }
        position += 1
        let scalar = scalars[position]
        position += 1
        let last = scalar == "\\" ? try escaped() : ScalarSet(scalar)
        guard let start = item.only?.value, let end = last.only?.value, start <= end else {
            throw PatternProblem("a “-” between brackets needs a smaller and a larger character")
        }
        return [start...end]
    }

    private mutating func escaped() throws(PatternProblem) -> ScalarSet {
        guard let scalar = next else { throw PatternProblem("nothing follows the last “\\”") }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "w": return .wordCharacters
        case "W": return ScalarSet.wordCharacters.inverted
        case "s": return .blanks
        case "S": return ScalarSet.blanks.inverted
        case "t": return ScalarSet("\t")
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "a"..."z", "A"..."Z", "0"..."9":
            throw PatternProblem("“\\\(scalar)” has no meaning")
        default: return ScalarSet(scalar)
        }
    }
}
