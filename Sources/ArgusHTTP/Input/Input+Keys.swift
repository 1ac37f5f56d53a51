import ArgusCore
import ArgusVocabulary
import ArgusWire

/// Reads a primary key: a whole number; nil if it is none.
///
/// Beyond 64 bits there are no keys, so the last one stands for all of them: nothing ever has it.
package func primaryKey(_ text: some StringProtocol) -> Int64? {
    if let key = Int64(text) { return key }
    let digits = text.utf8.drop { $0 == 0x2d || $0 == 0x2b }
    let isNumber = text.utf8.count - digits.count < 2 && !digits.isEmpty
    return isNumber && digits.allSatisfy { (0x30...0x39).contains($0) } ? .max : nil
}

extension Input {
    /// The most primary keys that are taken at once where nothing else is said.
    package static let mostKeys = 50

    /// A primary key that must be there.
    package mutating func requiredKey<Subject>(_ name: String) -> Identifier<Subject> {
        guard let value = required(name) else { return Identifier(0) }
        guard value != "" else {
            refuse(name, .null)
            return Identifier(0)
        }
        return key(name, value) ?? Identifier(0)
    }

    /// A primary key that may be missing or null.
    package mutating func nullableKey<Subject>(_ name: String) -> Identifier<Subject>? {
        guard let value = object[name], value != .null, value != "" else { return nil }
        return key(name, value)
    }

    private mutating func key<Subject>(
        _ name: String, _ value: JSONValue
    ) -> Identifier<Subject>? {
        switch value {
        case .integer(let pk): return Identifier(pk)
        case .string(let text), .number(let text):
            guard let pk = primaryKey(text.trimmingBlanks()) else { break }
            if pk < .max { return Identifier(pk) }
            refuse(name, .noObject("\(text)"))
            return nil
        default: break
        }
        refuse(name, "Incorrect type. Expected pk value, received \(value.pythonType).")
        return nil
    }

    /// A list of primary keys that must be there, with at least one item.
    package mutating func requiredKeys<Subject>(_ name: String) -> [Identifier<Subject>] {
        guard let value = required(name), let keys = keys(name, value) as [Identifier<Subject>]?
        else { return [] }
        if keys.isEmpty { refuse(name, "This list may not be empty.") }
        return keys
    }

    /// A list of primary keys that may be missing; nil then.
    package mutating func keys<Subject>(
        _ name: String, atMost limit: Int = mostKeys
    ) -> [Identifier<Subject>]? {
        optional(name).flatMap { keys(name, $0, atMost: limit) }
    }

    private mutating func keys<Subject>(
        _ name: String, _ value: JSONValue, atMost limit: Int = mostKeys
    ) -> [Identifier<Subject>]? {
        guard let items = items(name, value, atMost: limit) else { return nil }
        var keys: [Identifier<Subject>] = []
        for item in items {
            guard let key = key(name, item) as Identifier<Subject>? else { return nil }
            keys.append(key)
        }
        return keys
    }
}
