import GRDB

/// What a source is called on the glue's side: in the settings, in the spool, and in commands.
public struct SourceName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// The source of a glue that has no others.
    public static let `default` = SourceName(checked: "default")

    /// What a name looks like, to be read after "must be".
    static let expected = "1 to 64 of the letters a to z and A to Z, the digits, -, _ and ."

    /// Takes a name that can also be part of a file's; nil if the text is none.
    public init?(_ text: String) {
        func isAllowed(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
            default: false
            }
        }
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed) else {
            return nil
        }
        self.init(checked: text)
    }

    private init(checked text: String) {
        description = text
    }

    /// Takes the name that a row of the spool has.
    init(row: Row) {
        self.init(checked: row["source"])
    }

    public static func < (one: SourceName, other: SourceName) -> Bool {
        one.description < other.description
    }
}
