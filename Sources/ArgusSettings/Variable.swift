import ArgusVocabulary

/// A variable of the environment that looks like one of ours and is no setting.
package struct Variable: Sendable {
    /// What all of ours begin with.
    static let prefix = "ARGUS_"

    /// What it is called.
    package let name: String
    /// The variable that was meant, if it was nearly named.
    package let suggestion: Suggestion

    /// Finds those that are none of these settings, in the order of their names.
    package static func all(
        in environment: [String: String], besides settings: [any AnySetting]
    ) -> [Variable] {
        let known = Set(settings.map(\.variable))
        let endings = known.map { String($0.dropFirst(prefix.count)) }.sorted()
        return environment.keys.sorted().filter { $0.hasPrefix(prefix) && !known.contains($0) }
            .map { name in
                // What all have in common makes no two of them alike.
                let meant = Suggestion(for: String(name.dropFirst(prefix.count)), among: endings)
                let suggestion = Suggestion(name: meant.name.map { prefix + $0 })
                return Variable(name: name, suggestion: suggestion)
            }
    }

    /// What is to be said of it.
    package var problem: String { "is no setting\(suggestion)" }
}
