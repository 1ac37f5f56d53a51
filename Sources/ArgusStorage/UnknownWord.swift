/// That the database holds a word, or a number, for which this server has no value.
///
/// It never stands for another one: what a newer server means by it is not for this one to guess.
package struct UnknownWord: Error, Hashable, CustomStringConvertible {
    let kind: String
    let word: String

    /// Says what is unknown: a `kind` of thing, and how it is written.
    package init(_ kind: String, _ word: String) {
        (self.kind, self.word) = (kind, word)
    }

    package var description: String {
        "The database holds the \(kind) \(word), which this server does not know; a newer server has "
            + "probably written it."
    }
}
