import ArgusCore
import ArgusSQL
import ArgusTime

extension Timestamp: SQLEncodable {
    package var sqlValue: SQLValue { .integer(microseconds) }
}

extension Duration: SQLEncodable {
    package var sqlValue: SQLValue { .integer(microseconds) }
}

extension ExactText: SQLEncodable {
    package var sqlValue: SQLValue { .text(wrappedValue) }
}

extension Identifier: SQLEncodable {
    package var sqlValue: SQLValue { .integer(rawValue) }
}

extension SQLRow {
    /// The next column, a primary key or a reference to one.
    mutating func id<Subject>() -> Identifier<Subject> {
        Identifier(integer())
    }

    /// The next column, a reference to something or NULL.
    mutating func optionalID<Subject>() -> Identifier<Subject>? {
        optionalInteger().map { Identifier($0) }
    }

    /// The next column, a moment.
    mutating func time() -> Timestamp {
        Timestamp(microseconds: integer())
    }

    /// The next column, a moment or NULL.
    mutating func optionalTime() -> Timestamp? {
        optionalInteger().map { Timestamp(microseconds: $0) }
    }

    /// The next column, one of the known words of an enum.
    mutating func word<Word: RawRepresentable<String>>(or fallback: Word) -> Word {
        Word(rawValue: text()) ?? fallback
    }
}
