import ArgusClient
import ArgusVocabulary

/// What becomes of JSON that a program of whatever kind posts: where each thing stands, and what its
/// words mean.
///
/// Nothing of it is run: it is places, words and texts.
struct Mapping: Sendable {
    /// A text of JSON that holds what is meant.
    var unwrap: JSONPath?
    /// The alerts; nil if the body is one.
    var items: JSONPath?
    /// What is left out: where one of these words stands.
    var ignored: [(place: MappingText, words: Set<String>)] = []
    /// What identifies the problem, joined with colons.
    var key: [MappingTemplate] = []
    /// What identifies it, to be hashed.
    var identity: [(name: String, text: MappingText)] = []
    var state = State.byEnd
    var zone: Zone?
    /// When it happened, when it began, when it ended.
    var time, start, end: MappingText?
    var description: MappingText?
    var level: LevelRule?
    var tags: [(key: String, rule: TagRule)] = []
    /// Objects whose members are tags.
    var tagObjects: [JSONPath] = []
    var detailsURL: MappingText?
    var metadata: [(name: String, place: JSONPath)] = []

    /// What an alert says.
    enum Meaning: String, CaseIterable, Sendable {
        case open, close, event, stateless, change, ignore
    }

    /// How it is found out what an alert says.
    enum State: Sendable {
        /// The same for all.
        case always(Meaning)
        /// By a word, in any case; by the last for any other.
        case words(MappingText, [String: Meaning], otherwise: Meaning?)
        /// What has an end is over.
        case byEnd
    }

    /// How bad it is, by a word.
    struct LevelRule: Sendable {
        var text: MappingText?
        /// In lower case.
        var words: [String: Incident.Level] = [:]
        var otherwise: Incident.Level?
    }

    /// What the values of a tag are.
    enum TagRule: Sendable {
        case text(MappingText)
        /// The items of an array, a tag each.
        case each(JSONPath)
    }
}
