import ArgusVocabulary

/// A JSON value that is not what the API promises to answer.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String

    /// Says what was expected, and where.
    package init(_ description: String) {
        self.description = description
    }
}

/// Reads the members of an answer, each by its name.
package struct MemberReader {
    /// The object whose members are read.
    package let object: JSONObject
    let type: String

    /// Takes an object, and the word for it in messages; refuses other values.
    package init(_ json: JSONValue, of type: String) throws(WireError) {
        guard let object = json.object else { throw WireError("\(type): expected an object") }
        (self.object, self.type) = (object, type)
    }

    /// The member of this name.
    package func value(_ name: String) throws(WireError) -> JSONValue {
        guard let value = object[name] else { throw WireError("\(type): `\(name)` is missing") }
        return value
    }

    /// The member of this name, a string.
    package func text(_ name: String) throws(WireError) -> String {
        guard let text = try value(name).string else { throw wrong(name, "a string") }
        return text
    }

    /// The member of this name, an integer of 64 bits.
    package func integer(_ name: String) throws(WireError) -> Int64 {
        guard let number = try value(name).integer else { throw wrong(name, "an integer") }
        return number
    }

    /// The member of this name, a primary key.
    package func id<Subject>(_ name: String) throws(WireError) -> Identifier<Subject> {
        Identifier(try integer(name))
    }

    /// The member of this name, `true` or `false`.
    package func bool(_ name: String) throws(WireError) -> Bool {
        guard let bool = try value(name).bool else { throw wrong(name, "true or false") }
        return bool
    }

    /// The member of this name, an array.
    package func array(_ name: String) throws(WireError) -> [JSONValue] {
        guard let items = try value(name).array else { throw wrong(name, "an array") }
        return items
    }

    /// The items of the member of this name, each read by a function.
    package func list<Item>(
        _ name: String, _ read: (JSONValue) throws(WireError) -> Item
    ) throws(WireError) -> [Item] {
        var items: [Item] = []
        for item in try array(name) { items.append(try read(item)) }
        return items
    }

    /// The error that says what the member of this name should have been.
    package func wrong(_ name: String, _ expected: String) -> WireError {
        WireError("\(type): `\(name)` should be \(expected)")
    }
}
