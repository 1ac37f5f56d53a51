import ArgusSQL

extension DatabaseSchema {
    /// By what a chat knows a message, so that those about the same incident can follow it.
    static func threads(_ dialect: Dialect) -> [SQL] {
        ["ALTER TABLE delivery ADD COLUMN thread TEXT"]
    }
}
