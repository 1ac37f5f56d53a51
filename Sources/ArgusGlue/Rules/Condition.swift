/// What a text must be: one of some words, in any case, or something that a pattern is found in.
struct Condition: Sendable {
    /// In lower case.
    var words: Set<String> = []
    var patterns: [CapturePattern] = []

    /// Whether a text is so, and what the groups of the pattern hold.
    func match(_ text: String) -> RuleValues? {
        if words.contains(text.lowercased()) { return [:] }
        guard !patterns.isEmpty else { return nil }
        let prepared = CaptureText(text)
        for pattern in patterns {
            guard let match = pattern.firstMatch(in: prepared) else { continue }
            var values: RuleValues = [:]
            for (number, group) in match.groups.enumerated() { values["\(number)"] = group }
            for (name, number) in match.names { values[name] = match.groups[number] }
            return values
        }
        return nil
    }
}

/// Texts by their names: the parts of a message, and what patterns found in them.
typealias RuleValues = [String: String]

/// What one part of a message must be.
struct FieldCondition: Sendable {
    /// What the part is called.
    let field: String
    let condition: Condition
}

extension [FieldCondition] {
    /// Whether all of them hold, and what their patterns found.
    func match(_ value: (_ field: String) -> String?) -> RuleValues? {
        var found: RuleValues = [:]
        for part in self {
            guard let text = value(part.field), let values = part.condition.match(text) else {
                return nil
            }
            found.merge(values) { $1 }
        }
        return found
    }
}
