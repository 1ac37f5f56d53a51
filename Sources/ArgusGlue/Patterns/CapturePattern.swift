/// A regular expression whose cost is bounded by the length of the text times its own, whatever the
/// text is.
///
/// It knows literals, `.`, classes (`[a-z]`, `\d`, `\w`, `\s` and their opposites), groups, also with
/// names, alternatives, repetition, `^`, `$`, `\b`, and `(?i)` at its beginning. There are no
/// references back and no looking around: those could take for ever (Russ Cox, "Regular Expression
/// Matching: the Virtual Machine Approach"). Other than the server's, it tells what its groups hold.
struct CapturePattern: Sendable {
    let program: CaptureProgram
    /// The text as it was written.
    let text: String

    /// Why a text is no pattern, to be read after it.
    struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// Characters of a text that are looked at.
    static let textLimit = 4096

    /// Understands a pattern, or says why it is none.
    init(_ text: String) throws(Problem) {
        let ignoresCase = text.hasPrefix("(?i)")
        var parser = CaptureParser(ignoresCase ? String(text.dropFirst(4)) : text)
        let (node, names) = try parser.parse()
        program = try CaptureProgram(node, names, ignoresCase: ignoresCase)
        self.text = text
    }

    /// What a pattern found: the whole, and the groups by number and by name.
    struct Match: Hashable, Sendable {
        /// The whole first, then each group; nil for one that took no part.
        let groups: [String?]
        let names: [String: Int]

        /// What a group holds, by its name or its number; nil if it holds nothing.
        subscript(name: String) -> String? {
            let index = names[name] ?? Int(name)
            guard let index, groups.indices.contains(index) else { return nil }
            return groups[index]
        }
    }

    /// Finds the first place where it matches, anywhere in the text.
    func firstMatch(in text: String) -> Match? {
        firstMatch(in: CaptureText(text))
    }

    /// Finds the first place where it matches, in a text that is prepared.
    func firstMatch(in text: CaptureText) -> Match? {
        guard program.required.isEmpty || text.contains(program.required) else { return nil }
        let scalars = program.ignoresCase ? text.scalars.map { $0.folded } : text.scalars
        guard let places = CaptureMachine(program, scalars).run() else { return nil }
        let groups = stride(from: 0, to: places.count, by: 2).map { index -> String? in
            let (start, end) = (places[index], places[index + 1])
            return start < 0 || end < start ? nil : text.string(start..<end)
        }
        return Match(groups: groups, names: program.names)
    }
}

/// A text in which patterns are looked for: as much of it as is looked at.
struct CaptureText: Sendable {
    let scalars: [UInt32]

    /// Prepares a text.
    init(_ text: String) {
        scalars = text.unicodeScalars.prefix(CapturePattern.textLimit).map(\.value)
    }

    func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range].compactMap { Unicode.Scalar($0) }))
    }

    /// Whether a part of it is this.
    func contains(_ part: [UInt32]) -> Bool {
        guard let first = part.first, part.count <= scalars.count else { return part.isEmpty }
        for start in 0...(scalars.count - part.count) where scalars[start] == first {
            if scalars[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }
}

extension UInt32 {
    /// The character in lower case, if that is one character.
    var folded: UInt32 {
        if self < 0x80 { return (0x41...0x5a).contains(self) ? self | 0x20 : self }
        let lower = Unicode.Scalar(self)?.properties.lowercaseMapping.unicodeScalars
        return lower?.count == 1 ? lower?.first?.value ?? self : self
    }
}
