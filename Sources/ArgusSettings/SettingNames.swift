import ArgusVocabulary

/// The names that may stand in a section of a file, each with the setting that it is of.
package struct SettingNames: Sendable {
    private let settings: [[String]: String]
    /// Sections that are no settings: somebody else reads them.
    private let others: Set<String>

    /// What a name stands for.
    enum Meaning: Equatable {
        /// A setting, by its whole name.
        case setting(String)
        /// A section with settings.
        case section
        /// Something that somebody else reads.
        case other
        case unknown
    }

    /// Takes settings by their whole names, which are below sections.
    package init(_ settings: [any AnySetting], besides others: Set<String> = []) {
        self.init(settings.map { ($0.path, $0.name) }, others)
    }

    /// Takes settings by their last names, as they stand in a section of their own.
    package init(last settings: [any AnySetting]) {
        self.init(settings.map { ([$0.lastName], $0.name) }, [])
    }

    private init(_ pairs: [([String], String)], _ others: Set<String>) {
        settings = Dictionary(pairs) { first, _ in first }
        self.others = others
    }

    /// What a name stands for, which is given with those of the sections around it.
    func meaning(of path: [String]) -> Meaning {
        if let name = settings[path] { return .setting(name) }
        if path.count == 1, others.contains(path[0]) { return .other }
        let isSection = settings.keys.contains { $0.count > path.count && $0.starts(with: path) }
        return isSection ? .section : .unknown
    }

    /// What can be said to somebody who wrote a name that is unknown, after a sentence without its
    /// full stop: what may have been meant, or else what there is.
    func hint(for path: [String]) -> String {
        let names = settings.keys.map { $0.joined(separator: ".") }.sorted() + others.sorted()
        let elsewhere = names.first { $0.hasSuffix(".\(path.last ?? "")") }
        let meant = Suggestion(for: path.joined(separator: "."), among: names)
        let suggestion = Suggestion(name: meant.name ?? elsewhere)
        if suggestion.name != nil { return suggestion.description }
        return "; known are \(siblings(of: path).joined(separator: ", "))"
    }

    private func siblings(of path: [String]) -> [String] {
        let paths = Array(settings.keys) + others.map { [$0] }
        let around = path.dropLast()
        return Set(
            paths.filter { $0.count > around.count && $0.starts(with: around) }
                .map { $0[around.count] }
        ).sorted()
    }
}
