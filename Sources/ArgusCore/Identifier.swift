/// The primary key of a `Subject`, so that one kind cannot be taken for another.
package struct Identifier<Subject>: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    /// Wraps a primary key.
    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Wraps a primary key.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (one: Self, other: Self) -> Bool {
        one.rawValue < other.rawValue
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
