/// A section of a settings file: names, each with what stands after it.
package struct SettingsSection: Sendable {
    /// A name, and what stands after it.
    package struct Member: Sendable {
        package let name: String
        /// The number of its line.
        package let line: Int
        package let content: Content
    }

    /// What may stand after a name.
    package enum Content: Sendable {
        case nothing
        case text(String)
        case section(SettingsSection)
        /// A list or the like, which no setting is.
        case other
    }

    /// The names of the sections around it, and its own.
    package let path: [String]
    /// Its names, in their order.
    package let members: [Member]

    /// The member of a name; nil if there is none.
    package subscript(name: String) -> Member? { members.first { $0.name == name } }
}
