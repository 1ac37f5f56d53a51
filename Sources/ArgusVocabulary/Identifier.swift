/// The primary key of a `Subject`, so that one kind cannot be taken for another.
public struct Identifier<Subject>: Hashable, Sendable {
    /// The number in the API and in the database.
    public let rawValue: Int64

    /// Takes the number in the API.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }
}

extension Identifier: ExpressibleByIntegerLiteral, CustomStringConvertible, Comparable {
    /// Takes a number written in the program, as tests have it.
    public init(integerLiteral value: Int64) {
        self.init(value)
    }

    /// The number, as it stands in a path.
    public var description: String { String(rawValue) }

    /// Compares by number, which is the order of creation.
    public static func < (one: Identifier, other: Identifier) -> Bool {
        one.rawValue < other.rawValue
    }
}

/// What the server, the wire and the client all know by a primary key: with these as subjects, the
/// key of an incident has one type in all of them.
public enum Keyed {
    /// An incident.
    public enum Incident {}
    /// An entry in an incident's log.
    public enum Event {}
    /// A source system.
    public enum SourceSystem {}
    /// An account.
    public enum User {}
    /// A token.
    public enum Token {}
    /// Something that the feed tells.
    public enum Change {}
}
