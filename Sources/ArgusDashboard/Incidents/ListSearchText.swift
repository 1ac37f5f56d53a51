import ArgusCore
import ArgusVocabulary

/// What becomes of a filter that somebody typed when a link on the page narrows it down: what was typed
/// stays as it is, where it can.
struct ListSearchText: Hashable, Sendable {
    let text: String
    private let filter: IncidentFilter

    /// Takes a text, and what it was read as.
    init(_ text: String, _ filter: IncidentFilter) {
        (self.text, self.filter) = (String(text.trimmingBlanks()), filter)
    }

    /// The text with a term added.
    func adding(_ term: String) -> String {
        if text.isEmpty { return term }
        if case .any = filter { return "(\(text)) \(term)" }
        return "\(text) \(term)"
    }

    /// The text with a term in place of what it says of the same thing.
    func replacing(_ isSame: (IncidentFilter) -> Bool, by term: String?) -> String {
        let conditions = filter.conditions
        let rest = conditions.filter { !isSame($0) }
        guard rest.count < conditions.count else { return term.map { adding($0) } ?? text }
        let kept = rest.isEmpty ? "" : ListSearchText.written(rest)
        return [kept, term ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Conditions as people type them.
    static func written(_ conditions: [IncidentFilter]) -> String {
        IncidentFilter.all(conditions).written
    }

    /// Whether a condition stands at the top.
    func has(_ condition: IncidentFilter) -> Bool { filter.conditions.contains(condition) }

    /// The level that it asks for and no other; nil if it does not.
    var level: Level? {
        Level.allCases.first { level in
            let number = Int64(level.rawValue)
            return has(.levelAtMost(number)) && has(.not(.levelAtMost(number - 1)))
        }
    }

    var conditions: [IncidentFilter] { filter.conditions }
}

extension IncidentFilter {
    /// More characters of a value do not go into a link: those that begin like it are asked for.
    private static let longestLinked = 200

    /// What a link from a tag asks for.
    static func linked(to tag: Tag) -> IncidentFilter {
        let beginning = tag.value.unicodeScalars.prefix(longestLinked)
        guard beginning.endIndex < tag.value.unicodeScalars.endIndex else { return .tag(tag) }
        return .tagged(tag.key, .prefix(String(beginning)))
    }

    /// Whether it is about the level.
    var isOfLevel: Bool {
        switch self {
        case .levelAtMost, .not(.levelAtMost): true
        default: false
        }
    }

    /// Whether it is about who has acknowledged.
    var isOfAcknowledgement: Bool {
        switch self {
        case .acked, .not(.acked): true
        default: false
        }
    }

    /// Whether it is about being open, or about the end.
    var isOfEnd: Bool {
        switch self {
        case .open, .not(.open), .endTime, .stateful: true
        default: false
        }
    }
}
