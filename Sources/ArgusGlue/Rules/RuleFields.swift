/// What the messages of a system consist of, for rules about them.
struct RuleFields: Sendable {
    /// What the parts are called.
    let names: [String]
    /// The part that `open` and `close` are about where they name none.
    let main: String
    /// Parts of which only some words are possible, each with other words for the same, the worst
    /// first.
    var words: [String: [[String]]] = [:]
    /// Whether more parts than these can be named, such as objects of a trap.
    var areOpen = false
}
