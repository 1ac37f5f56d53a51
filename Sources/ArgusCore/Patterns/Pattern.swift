/// A regular expression, for which a text is searched in a time that grows with the length of the
/// text and never explodes.
///
/// Literals, `.`, `[…]`, `[^…]`, `*`, `+`, `?`, `{m,n}`, `|`, groups, `^`, `$`, `\d`, `\w`, `\s`
/// and their opposites. It is found anywhere in a text unless `^` and `$` hold it. There is neither
/// backtracking nor anything that would need it, such as references to groups.
package struct Pattern: Sendable {
    /// As it was written.
    package let text: String
    /// What it says, for a database that has an engine of its own.
    package let node: PatternNode
    private let program: PatternProgram

    /// How many characters one may have.
    package static let longest = 500

    /// Reads a regular expression.
    package init(_ text: String) throws(PatternProblem) {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= Self.longest else {
            throw PatternProblem("it has more than \(Self.longest) characters")
        }
        var reader = PatternReader(scalars)
        (self.text, node) = (text, try reader.read())
        guard node.size <= PatternProgram.longest else {
            throw PatternProblem(
                "written out, its repetitions have more than \(PatternProgram.longest) places")
        }
        program = PatternProgram(node)
    }

    /// What every text begins with in which it is found; empty where nothing is known.
    package var prefix: String {
        guard case .sequence(let parts) = node, parts.first == .start else { return "" }
        return PatternNode.texts(of: parts.dropFirst()).first ?? ""
    }

    /// The longest text that is known to stand in every text in which it is found; empty where none
    /// is.
    package var part: String {
        let parts = if case .sequence(let parts) = node { parts } else { [node] }
        return PatternNode.texts(of: parts[...]).max { $0.utf8.count < $1.utf8.count } ?? ""
    }

    /// Whether it is found in a text.
    package func matches(_ text: String) -> Bool {
        program.matches(text)
    }
}

extension Pattern: Hashable {
    package static func == (one: Pattern, other: Pattern) -> Bool {
        one.text.isIdentical(to: other.text)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}

/// Why a text is no regular expression.
package struct PatternProblem: Error, Hashable, Sendable {
    /// The reason, to stand after a colon.
    package let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// What a regular expression says, as a tree.
package indirect enum PatternNode: Hashable, Sendable {
    /// One character of a set.
    case scalar(ScalarSet)
    /// Where the text begins.
    case start
    /// Where the text ends.
    case end
    /// One after the other; an empty list is the empty text.
    case sequence([PatternNode])
    /// One of these.
    case alternatives([PatternNode])
    /// So many times; nil for any number.
    case repetition(PatternNode, from: Int, to: Int?)

    /// The runs of plain characters that some parts have, one after the other, the first of them empty
    /// unless it begins there.
    fileprivate static func texts(of parts: ArraySlice<PatternNode>) -> [String] {
        var texts = [String.UnicodeScalarView()]
        for part in parts {
            if case .scalar(let set) = part, let scalar = set.only {
                texts[texts.count - 1].append(scalar)
            } else {
                texts.append(String.UnicodeScalarView())
            }
        }
        return texts.map { String($0) }
    }

    /// How many steps it takes to write it out; `Int.max` if that is beyond counting.
    var size: Int {
        switch self {
        case .scalar, .start, .end: return 1
        case .sequence(let parts): return parts.reduce(0) { $0.addingOrMost($1.size) }
        case .alternatives(let parts):
            return parts.reduce(0) { $0.addingOrMost($1.size).addingOrMost(2) }
        case .repetition(let part, let least, let most):
            // Also nothing takes its time if it is written out often.
            let size = max(part.size, 1)
            let optional = size.addingOrMost(2).multipliedOrMost(by: most.map { $0 - least } ?? 1)
            return size.multipliedOrMost(by: least).addingOrMost(optional)
        }
    }
}

extension Int {
    fileprivate func addingOrMost(_ other: Int) -> Int {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? .max : sum
    }

    fileprivate func multipliedOrMost(by other: Int) -> Int {
        let (product, isTooMuch) = multipliedReportingOverflow(by: other)
        return isTooMuch ? .max : product
    }
}
