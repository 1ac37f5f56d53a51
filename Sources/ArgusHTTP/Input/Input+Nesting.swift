import ArgusCore
import ArgusVocabulary
import ArgusWire

extension Input {
    /// The most items of a list that nothing else is said of.
    package static let mostItems = 200

    /// A value that is an object, read by a function; what is wrong in it is told below its name.
    package mutating func object<Value>(
        _ name: String, _ value: JSONValue, _ read: (inout Input) throws(Refusal) -> Value
    ) -> Value? {
        switch object(value, read) {
        case .success(let value): return value
        case .failure(let refusal):
            refuse(name, refusal.problems)
            return nil
        }
    }

    /// A value that is an object, read by a function as if it had come alone.
    package func object<Value>(
        _ value: JSONValue, _ read: (inout Input) throws(Refusal) -> Value
    ) -> Result<Value, Refusal> {
        Result { () throws(Refusal) in
            var inner = try Input(
                value, zone: zone, received: received, isForm: isForm, isFromSource: isFromSource,
                maxMetadata: maxMetadata)
            let value = try read(&inner)
            try inner.check()
            return value
        }
    }

    /// A value that is a list, each item read by a function; what is wrong is told by its place.
    package mutating func list<Item>(
        _ name: String, _ value: JSONValue, atMost limit: Int = mostItems,
        _ read: (JSONValue) -> Result<Item, ValueProblem>
    ) -> [Item]? {
        guard let values = items(name, value, atMost: limit) else { return nil }
        var items: [Item] = []
        var problems: [Problems.Field] = []
        for (index, value) in values.enumerated() {
            switch read(value) {
            case .success(let item): items.append(item)
            case .failure(let problem):
                problems.append(Problems.Field("\(index)", .messages([.text(problem.message)])))
            }
        }
        guard problems.isEmpty else {
            refuse(name, .fields(problems))
            return nil
        }
        return items
    }

    /// A value that is a list of choices, each found by its code; of what is none the first is told.
    package mutating func choices<Choice>(
        _ name: String, _ value: JSONValue, _ find: (String) -> Choice?
    ) -> [Choice]? {
        guard let values = items(name, value, atMost: Self.mostItems) else { return nil }
        var choices: [Choice] = []
        for code in values.map(\.pythonText) {
            guard let choice = find(code) else {
                refuse(name, "\"\(code)\" is not a valid choice.")
                return nil
            }
            choices.append(choice)
        }
        return choices
    }

    /// A member that is a list of objects, each read by a function; nil if it is missing.
    ///
    /// In a form its items have places: `name[0]member`.
    package mutating func objects<Item>(
        _ name: String, isRequired: Bool, atMost limit: Int = mostItems,
        _ read: (inout Input) throws(Refusal) -> Item
    ) -> [Item]? {
        guard let value = placed(name, isRequired: isRequired) else { return nil }
        return objects(name, value, atMost: limit, read)
    }

    /// A member that may be missing unless `isRequired`; in a form only what has places counts.
    package mutating func placed(_ name: String, isRequired: Bool) -> JSONValue? {
        guard isForm else { return isRequired ? required(name) : optional(name) }
        if let value = object.all[name], value.array != nil { return value }
        if isRequired { refuseMissing(name) }
        return nil
    }

    /// A value that is a list of objects, each read by a function; what is wrong is told by its
    /// place.
    package mutating func objects<Item>(
        _ name: String, _ value: JSONValue, atMost limit: Int = mostItems,
        _ read: (inout Input) throws(Refusal) -> Item
    ) -> [Item]? {
        guard case .array(let values) = value else {
            let message = Self.noList(value)
            refuse(name, .fields([Problems.Field(Problems.whole, .messages([.text(message)]))]))
            return nil
        }
        guard let values = items(name, .array(values), atMost: limit) else { return nil }
        var place = Input(nestedIn: self)
        let items = values.enumerated().map { index, value in
            place.object("\(index)", value, read)
        }
        guard place.problems.isEmpty else {
            refuse(name, .fields(place.problems))
            return nil
        }
        return items.compactMap { $0 }
    }

    /// The items of a value that is a list.
    package mutating func items(
        _ name: String, _ value: JSONValue, atMost limit: Int
    ) -> [JSONValue]? {
        guard let items = object.list(name) ?? value.array else {
            refuse(name, .text(Self.noList(value)))
            return nil
        }
        guard items.count <= limit else {
            refuse(name, "Ensure this field has no more than \(limit) elements.")
            return nil
        }
        return items
    }

    private static func noList(_ value: JSONValue) -> String {
        "Expected a list of items but got type \"\(value.pythonType)\"."
    }
}
