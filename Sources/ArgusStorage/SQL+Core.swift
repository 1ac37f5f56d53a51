import ArgusCore
import ArgusSQL
import ArgusVocabulary

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

extension JSONText: SQLEncodable {
    package var sqlValue: SQLValue { .text(text) }
}

extension SQLRow {
    /// The next column, JSON that was stored as it was written.
    mutating func jsonText() -> JSONText {
        JSONText(kept: text())
    }

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

    /// The next column, one of the words of an enum, or an error.
    mutating func word<Word: RawRepresentable<String>>() throws -> Word {
        try Word(stored: text())
    }

    /// The next column, a level, or an error.
    mutating func level() throws -> Level {
        let number = integer()
        guard let level = Level(rawValue: Int(number)) else {
            throw UnknownWord("Level", "\(number)")
        }
        return level
    }
}

extension RawRepresentable<String> {
    /// The value of a word that is stored, or an error.
    init(stored word: String) throws {
        guard let value = Self(rawValue: word) else {
            // The type with those around it, without the module.
            let kind = String(reflecting: Self.self).split(separator: ".").dropFirst()
            throw UnknownWord(kind.joined(separator: "."), word)
        }
        self = value
    }
}
