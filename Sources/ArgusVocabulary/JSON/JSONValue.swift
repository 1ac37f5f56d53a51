/// Any JSON value, as it was written: numbers that are not 64-bit integers keep their text.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or an exponent, or beyond 64 bits, as its text.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The member of this name, if this is an object that has it.
    public subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The text, if this is a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if this is an integer of 64 bits.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The truth value, if this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The items, if this is an array.
    public var array: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The members, if this is an object.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }
}

/// The members of a JSON object in the order in which they were written.
///
/// Of members with the same name the last counts, at the place of the first. Names are the same if
/// their bytes are.
public struct JSONObject: Hashable, Sendable {
    /// The members in order; names are unique.
    public private(set) var members: [Member] = []
    /// By the bytes of the names.
    private var places: [[UInt8]: Int]?

    /// One name and its value.
    public struct Member: Hashable, Sendable {
        public let name: String
        public var value: JSONValue
    }

    /// An object without members.
    public init() {}

    /// The value of this name.
    public subscript(name: String) -> JSONValue? {
        place(of: name).map { members[$0].value }
    }

    /// Adds a member, or gives the one of this name another value.
    public mutating func set(_ name: String, to value: JSONValue) {
        if let place = place(of: name) {
            members[place].value = value
            return
        }
        members.append(Member(name: name, value: value))
        places?[Array(name.utf8)] = members.count - 1
        if places == nil, members.count > Self.fewMembers {
            places = Dictionary(
                uniqueKeysWithValues: members.enumerated().map { (Array($1.name.utf8), $0) })
        }
    }

    /// Up to so many members a look at each is faster than a dictionary.
    private static let fewMembers = 24

    private func place(of name: String) -> Int? {
        if let places { return places[Array(name.utf8)] }
        // Most that are not equal are not even equal as Swift has it, which is found out faster.
        return members.firstIndex { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }
    }

    public static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.members == other.members
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(members)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral items: JSONValue...) { self = .array(items) }
    public init(nilLiteral: ()) { self = .null }

    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(JSONObject(members))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(members)
    }

    /// An object with these members; of those with the same name the last counts.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.init()
        for (name, value) in members { set(name, to: value) }
    }
}
