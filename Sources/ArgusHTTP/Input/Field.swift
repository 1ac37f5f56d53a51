import ArgusCore
import ArgusOpenAPI

/// A member of a body, or some that belong together: how they are described, and how they are read.
package struct Field<Value>: Sendable {
    /// What is said of them.
    package private(set) var members: [Schema.Member]
    /// Reads them; what is wrong is left in the input, or thrown where nothing after it can be read.
    let read: @Sendable (inout Input) throws(Refusal) -> Value

    /// Declares members that are read together.
    package init(
        _ members: KeyValuePairs<String, Schema>,
        _ read: @escaping @Sendable (inout Input) throws(Refusal) -> Value
    ) {
        self.members = members.map { Schema.Member($0, $1) }
        self.read = read
    }

    /// Declares a member.
    package init(
        _ name: String, _ schema: Schema,
        _ read: @escaping @Sendable (inout Input, String) throws(Refusal) -> Value
    ) {
        members = [Schema.Member(name, schema)]
        self.read = { input throws(Refusal) in try read(&input, name) }
    }

    /// Makes one value of several members, which are read in this order, and of which none may be
    /// wrong.
    package init<each Part>(
        _ parts: repeat Field<each Part>,
        make: @escaping @Sendable (repeat each Part) throws(Refusal) -> Value
    ) {
        var members: [Schema.Member] = []
        for part in repeat each parts { members += part.members }
        self.members = members
        read = { input throws(Refusal) in
            let values = (repeat try (each parts).read(&input))
            try input.check()
            return try make(repeat each values)
        }
    }

    /// With a sentence for people.
    package func note(_ text: String) -> Field { described { $0.note(text) } }

    /// Described by another schema, where a rule beyond reading narrows it.
    package func described(as schema: Schema) -> Field { described { _ in schema } }

    private func described(_ change: (Schema) -> Schema) -> Field {
        var copy = self
        copy.members = members.map {
            Schema.Member($0.name, change($0.schema), isRequired: $0.isRequired)
        }
        return copy
    }

    /// The same with something else made of what is read.
    package func map<Other>(_ make: @escaping @Sendable (Value) -> Other) -> Field<Other> {
        Field<Other>(members: members) { input throws(Refusal) in make(try read(&input)) }
    }

    /// The same after a check of the whole input.
    func checking(
        _ check: @escaping @Sendable (inout Input) throws(Refusal) -> Void
    ) -> Field {
        Field(members: members) { input throws(Refusal) in
            try check(&input)
            return try read(&input)
        }
    }

    /// The same with a check of what was read.
    func checked(_ check: @escaping @Sendable (inout Input, Value) -> Void) -> Field {
        Field(members: members) { input throws(Refusal) in
            let value = try read(&input)
            check(&input, value)
            return value
        }
    }

    /// Declares members that were declared elsewhere, and how they are read together.
    init(
        members: [Schema.Member],
        _ read: @escaping @Sendable (inout Input) throws(Refusal) -> Value
    ) {
        (self.members, self.read) = (members, read)
    }

    /// The same where it must be there.
    package func required<Wrapped>(if isRequired: Bool = true) -> Field where Value == Wrapped? {
        guard isRequired else { return self }
        let needed = members.map { Schema.Member($0.name, $0.schema.required) }
        return Field(members: needed) { input throws(Refusal) in
            let missing = needed.filter { !input.has($0.name) }
            for member in missing { input.refuseMissing(member.name) }
            return missing.isEmpty ? try read(&input) : nil
        }
    }

    /// The same, or nothing where the version in use does not have it.
    package func only<Wrapped>(if isThere: Bool) -> Field where Value == Wrapped? {
        isThere ? self : Field(members: []) { _ in nil }
    }
}
