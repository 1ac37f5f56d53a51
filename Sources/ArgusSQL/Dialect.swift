/// The databases that are spoken, and the words in which they differ.
package enum Dialect: String, Sendable {
    case sqlite
    case postgresql
}
