import ArgusCore
import ArgusWire

extension Input {
    /// Reads an object that must be there, with a reader of its own; what is wrong in it is told under
    /// its name.
    package mutating func nested<Value>(
        _ name: String, _ read: (inout Input) throws(Refusal) -> Value
    ) -> Value? {
        required(name).flatMap { value in
            switch result(of: value, read) {
            case .success(let value): return value
            case .failure(let refusal):
                refuse(name, refusal.problems)
                return nil
            }
        }
    }

    /// Reads a list that must be there, each item with a reader of its own; what is wrong in them is
    /// told by their places.
    package mutating func list<Value>(
        _ name: String, atMost limit: Int, _ read: (inout Input) throws(Refusal) -> Value
    ) -> [Value] {
        var values: [Value] = []
        var problems: [Problems.Field] = []
        for (index, item) in list(name, atMost: limit).enumerated() {
            switch result(of: item, read) {
            case .success(let value): values.append(value)
            case .failure(let refusal):
                problems.append(Problems.Field("\(index)", refusal.problems))
            }
        }
        if !problems.isEmpty { refuse(name, .fields(problems)) }
        return values
    }

    /// The items of a list that must be there.
    package mutating func list(_ name: String, atMost limit: Int) -> [JSONValue] {
        guard let value = required(name) else { return [] }
        guard let items = value.array else {
            refuse(name, "Expected a list of items but got type \"\(value.pythonType)\".")
            return []
        }
        guard items.count <= limit else {
            refuse(name, "Ensure this field has no more than \(limit) elements.")
            return []
        }
        return items
    }

    /// Reads the members of another value than the body, as a part of it.
    package func result<Value>(
        of value: JSONValue, _ read: (inout Input) throws(Refusal) -> Value
    ) -> Result<Value, Refusal> {
        Result { () throws(Refusal) in
            var input = try Input(value, zone: zone)
            return try read(&input)
        }
    }
}
