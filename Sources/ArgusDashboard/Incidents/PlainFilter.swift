import ArgusCore
import ArgusVocabulary

/// The panel of plain controls: what of the search they can say, and the rest of it as it was typed.
struct PlainFilter {
    let choices: [Menu]
    let sources: String
    let tags: String
    let words: String
    let rest: String

    /// A control that offers a few values.
    struct Menu {
        let label: String
        let name: String
        let options: [Option]
    }

    /// A value that a control offers.
    struct Option {
        let value: String
        let label: String
        let isOn: Bool
    }

    /// Shows a search in the controls.
    init(_ text: ListSearchText) {
        var plain = Read()
        for condition in text.conditions { plain.read(condition) }
        choices = [
            Menu(
                "State", "open", [("", "any"), ("true", "open"), ("false", "closed")],
                plain.open.map { "\($0)" }),
            Menu(
                "Acknowledged", "acked", [("", "any"), ("true", "yes"), ("false", "no")],
                plain.acked.map { "\($0)" }),
            Menu(
                "Level", "level__lte",
                [("", "any")]
                    + Level.allCases.dropLast().map { level in
                        let word = level == .critical ? "critical only" : "\(level.word) or worse"
                        return ("\(level.rawValue)", word)
                    }, plain.level.map { "\($0)" }),
        ]
        sources = plain.sources.joined(separator: ",")
        tags = plain.tags.joined(separator: ",")
        words = plain.words.joined(separator: " ")
        rest = plain.others.isEmpty ? "" : ListSearchText.written(plain.others)
    }

    /// What the controls can say of a search.
    private struct Read {
        var open: Bool?
        var acked: Bool?
        var level: Int64?
        var sources: [String] = []
        var tags: [String] = []
        var words: [String] = []
        var others: [IncidentFilter] = []

        mutating func read(_ condition: IncidentFilter) {
            switch condition {
            case .open(let wanted) where open == nil: open = wanted
            case .acked(let wanted) where acked == nil: acked = wanted
            case .levelAtMost(let number) where level == nil && (1...4).contains(number):
                level = number
            case .sourceNames(let names) where sources.isEmpty && Self.areSimple(names):
                sources = names
            case .tag(let tag) where Self.areSimple([tag.text]): tags.append(tag.text)
            case .mentions(let word) where Self.areSimple([word.text]): words.append(word.text)
            default: others.append(condition)
            }
        }

        /// Whether they can stand in a list with commas and blanks between.
        private static func areSimple(_ texts: [String]) -> Bool {
            texts.allSatisfy { text in
                !text.isEmpty
                    && !text.unicodeScalars.contains { $0 == "," || $0.properties.isWhitespace }
            }
        }
    }
}

extension PlainFilter.Menu {
    fileprivate init(
        _ label: String, _ name: String, _ options: [(value: String, label: String)],
        _ chosen: String?
    ) {
        (self.label, self.name) = (label, name)
        self.options = options.map { option in
            PlainFilter.Option(
                value: option.value, label: option.label, isOn: option.value == chosen ?? "")
        }
    }
}
