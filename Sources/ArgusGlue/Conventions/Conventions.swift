import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// What the files of a source say about tags, and what of it is left out: applied to each alert on
/// each way in, before it is put into the spool.
///
/// The key of an alert stays as it is, so that a problem is the same by whatever tags.
package struct Conventions: Sendable {
    private var files: [ConventionRules]

    /// Those that change nothing.
    package static let none = Conventions(files: [])

    /// What becomes of an alert.
    package enum Outcome: Hashable, Sendable {
        case kept(Alert)
        /// It is left out, and why.
        case dropped(String)
    }

    private init(files: [ConventionRules]) {
        self.files = files
    }

    /// Reads the files with commas between their names, and reports what is wrong with them.
    ///
    /// Tables are read at once only where what is wrong with them is to be reported, too.
    init(_ settings: inout SettingsReader, readingTables: Bool) {
        let names = settings.read(GlueSetting.conventions) ?? ""
        files = []
        for name in names.split(separator: ",").map({ String($0.trimmingBlanks()) }) {
            let reader = ConventionReader(path: name)
            for problem in reader.problems {
                settings.report(GlueSetting.conventions, "names \(name), which \(problem)")
            }
            files.append(reader.rules)
        }
        guard readingTables else { return }
        for problem in news(at: .now()) { settings.report(GlueSetting.conventions, problem) }
    }

    /// Reads the tables again whose files have changed; the answer is what is wrong with those that
    /// are broken, of which the former content holds.
    package func news(at now: Timestamp) -> [String] {
        files.flatMap { $0.tables.compactMap { $0.refresh(at: now) } }
    }

    /// The alert with its tags as they are to be, or why it is left out.
    ///
    /// A closing and what belongs to a problem have no tags and are never left out by themselves.
    package func applied(to alert: Alert) -> Outcome {
        guard !files.isEmpty, alert.kind != .close, alert.kind != .event else {
            return .kept(alert)
        }
        // Of a change that says nothing of tags they stay as they are.
        let isSilent = alert.kind == .change && alert.tags == nil
        var tags = alert.tags ?? [:]
        for rules in files {
            if !isSilent { tags = rules.enriched(tags) }
            if let rule = rules.drops.first(where: { $0.matches(alert, tags) }) {
                let key = alert.key.isEmpty ? "" : " with the key \(alert.key.inOneLine)"
                return .dropped("an alert\(key), by the rule in line \(rule.line) of `drop`")
            }
            tags = rules.selected(tags)
        }
        var alert = alert
        if !isSilent, alert.tags != nil || !tags.isEmpty { alert.tags = tags }
        return .kept(alert)
    }
}
