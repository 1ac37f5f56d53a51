/// A JSON value that is not what the API promises to answer.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Reads the members of an answer, each by its name.
struct MemberReader {
    let object: JSONObject
    let type: String

    init(_ json: JSONValue, of type: String) throws(WireError) {
        guard let object = json.object else { throw WireError("\(type): expected an object") }
        (self.object, self.type) = (object, type)
    }

    func value(_ name: String) throws(WireError) -> JSONValue {
        guard let value = object[name] else { throw WireError("\(type): `\(name)` is missing") }
        return value
    }

    func text(_ name: String) throws(WireError) -> String {
        guard let text = try value(name).string else { throw wrong(name, "a string") }
        return text
    }

    func integer(_ name: String) throws(WireError) -> Int64 {
        guard let number = try value(name).integer else { throw wrong(name, "an integer") }
        return number
    }

    func bool(_ name: String) throws(WireError) -> Bool {
        guard let bool = try value(name).bool else { throw wrong(name, "true or false") }
        return bool
    }

    func array(_ name: String) throws(WireError) -> [JSONValue] {
        guard let items = try value(name).array else { throw wrong(name, "an array") }
        return items
    }

    func wrong(_ name: String, _ expected: String) -> WireError {
        WireError("\(type): `\(name)` should be \(expected)")
    }
}
