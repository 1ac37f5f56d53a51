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
    public init(integerLiteral value: Int64) {
        self.init(value)
    }

    public var description: String { String(rawValue) }

    public static func < (one: Identifier, other: Identifier) -> Bool {
        one.rawValue < other.rawValue
    }
}
