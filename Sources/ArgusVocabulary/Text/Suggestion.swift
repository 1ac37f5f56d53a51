/// What somebody may have meant who wrote a name that is not known.
package struct Suggestion: CustomStringConvertible, Sendable {
    /// The closest of the names that are known; nil if none is close.
    package let name: String?

    /// Looks for a name that a slip of the pen or two makes of `written`.
    package init(for written: String, among names: some Sequence<String>) {
        name = written.utf8.count > 64 ? nil : written.nearest(among: names, orBeginning: false)
    }

    /// Takes a name that was found to be close, if one was.
    package init(name: String?) {
        self.name = name
    }

    /// A question that follows a sentence without its full stop, or nothing.
    package var description: String { name.map { "; did you mean \($0)?" } ?? "" }
}
