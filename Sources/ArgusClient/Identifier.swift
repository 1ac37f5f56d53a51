/// The primary key of something on the server; keys of different things do not mix.
public struct Identifier<Owner>: Hashable, Sendable {
    /// The number in the API.
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
