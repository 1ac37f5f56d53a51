import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Field where Value == String {
    /// A text that must be there and not be blank.
    package static func requiredText(_ name: String, _ limit: TextLimit = .anyText) -> Field {
        Field(name, limit.schema(from: 1).required) { $0.requiredText($1, limit) }
    }
}

extension Field where Value == String? {
    /// A text that may be missing.
    package static func text(_ name: String, _ limit: TextLimit = .anyText) -> Field {
        Field(name, limit.schema(from: 0)) { $0.text($1, limit) }
    }

    /// A text that may be missing, but not be blank.
    package static func someText(_ name: String, _ limit: TextLimit = .anyText) -> Field {
        Field(name, limit.schema(from: 1)) { $0.someText($1, limit) }
    }

    /// A URL that may be missing.
    package static func url(_ name: String) -> Field {
        Field(name, .url) { $0.url($1) }
    }
}

extension Field where Value == String?? {
    /// A text that may be missing (nil) or null or empty (`.some(nil)`).
    package static func nullableText(_ name: String, _ limit: TextLimit) -> Field {
        Field(name, limit.schema(from: 0).orNull) { $0.nullableText($1, limit) }
    }
}

extension TextLimit {
    fileprivate func schema(from least: Int) -> Schema {
        guard self == .anyText else { return .text(least...count) }
        return least == 0 ? .text : .text(least...)
    }
}

extension Field where Value == Bool? {
    /// A truth value that may be missing.
    package static func bool(_ name: String) -> Field {
        Field(name, .bool) { $0.bool($1) }
    }

    /// A truth value that may be missing or null.
    package static func nullableBool(_ name: String) -> Field {
        Field(name, .bool.orNull) { $0.nullableBool($1) }
    }
}

extension Field where Value == Int64? {
    /// An integer that may be missing or null.
    package static func nullableInteger(_ name: String, in range: ClosedRange<Int64>) -> Field {
        Field(name, .integer(range).orNull) { $0.nullableInteger($1, in: range) }
    }
}

extension Field where Value == JSONValue? {
    /// Any JSON that may be missing, but not be null.
    package static func json(_ name: String) -> Field {
        let types: JSONValue = ["object", "array", "string", "number", "boolean"]
        return Field(name, .keywords(["type": types])) { $0.json($1) }
    }
}

extension Field where Value == Timestamp {
    /// A time that must be there.
    package static func requiredTime(_ name: String) -> Field {
        Field(name, .time.required) { $0.requiredTime($1) }
    }
}

extension Field where Value == Timestamp? {
    /// A time that may be missing.
    package static func time(_ name: String) -> Field {
        Field(name, .time) { $0.time($1) }
    }

    /// A time that may be missing or null.
    package static func nullableTime(_ name: String) -> Field {
        Field(name, .time.orNull) { $0.nullableTime($1) }
    }
}

extension Field {
    /// A primary key that may be missing, but not be null.
    package static func key<Subject>(_ name: String) -> Field where Value == Identifier<Subject>? {
        Field(name, .id) { $0.has($1) ? $0.requiredKey($1) : nil }
    }

    /// A primary key that may be missing or null.
    package static func nullableKey<Subject>(
        _ name: String
    ) -> Field where Value == Identifier<Subject>? {
        Field(name, .id.orNull) { $0.nullableKey($1) }
    }

    /// A list of primary keys that may be missing.
    package static func keys<Subject>(
        _ name: String, atMost limit: Int = Input.mostKeys
    ) -> Field where Value == [Identifier<Subject>]? {
        Field(name, .list(of: .id, atMost: limit)) { $0.keys($1, atMost: limit) }
    }

    /// A list of primary keys that may be missing, but not be empty.
    package static func someKeys<Subject>(
        _ name: String
    ) -> Field where Value == [Identifier<Subject>]? {
        Field(name, .list(of: .id, atLeast: 1, atMost: Input.mostKeys)) {
            $0.has($1) ? $0.requiredKeys($1) : nil
        }
    }
}

extension Field {
    /// A list that may be missing, each item read by a function.
    package static func list<Item>(
        _ name: String, of items: Schema, atMost limit: Int = Input.mostItems,
        _ read: @escaping @Sendable (JSONValue) -> Result<Item, ValueProblem>
    ) -> Field where Value == [Item]? {
        Field(name, .list(of: items, atMost: limit)) { input, name in
            input.optional(name).flatMap { input.list(name, $0, atMost: limit, read) }
        }
    }

    /// An object that may be missing, whose members are read as another field.
    package static func object<Inner>(
        _ name: String, _ schema: String, _ inner: Field<Inner>
    ) -> Field where Value == Inner? {
        Field(name, .body(schema, inner.members)) { input, name in
            input.optional(name).flatMap { input.object(name, $0, inner.read) }
        }
    }

    /// An object that may be missing (nil) or null (`.some(nil)`), whose members are read as another
    /// field.
    package static func nullableObject<Inner>(
        _ name: String, _ schema: String, _ inner: Field<Inner>
    ) -> Field where Value == Inner?? {
        Field(name, .body(schema, inner.members).orNull) { input, name in
            guard input.has(name) else { return nil }
            guard let value = input.nullable(name) else { return .some(nil) }
            return input.object(name, value, inner.read)
        }
    }

    /// A list of objects that may be missing unless `isRequired`, each read as another field; in a
    /// form its items have places: `name[0]member`.
    package static func objects<Item>(
        _ name: String, _ schema: String, _ item: Field<Item>, isRequired: Bool,
        atMost limit: Int = Input.mostItems
    ) -> Field where Value == [Item]? {
        let list = Schema.list(of: .body(schema, item.members), atMost: limit)
        return Field(name, isRequired ? list.required : list) { input, name in
            input.objects(name, isRequired: isRequired, atMost: limit, item.read)
        }
    }
}

/// The moments that a time may stand for: the likelier one, and the other where clocks show it twice.
package typealias Moments = (likely: Timestamp?, other: Timestamp?)

extension Field where Value == Moments {
    /// A time that may be missing, unless it comes from a source and `isRequiredOfSources`.
    package static func moments(_ name: String, isRequiredOfSources: Bool = false) -> Field {
        Field(name, .time) { input, name in
            let isRequired = isRequiredOfSources && input.isFromSource
            let moment = isRequired ? input.requiredTime(name) : input.time(name)
            return (moment, input.otherMoment(name))
        }
    }
}

extension Field {
    /// What somebody types into a page's form, made into a value by a function; nil if the field is
    /// missing.
    package static func typed<Made>(
        _ name: String, atMost limit: TextLimit = .anyText,
        _ make: @escaping @Sendable (String) -> Result<Made, ValueProblem>
    ) -> Field where Value == Made? {
        Field(name, .text) { input, name in
            guard let text = input.text(name, limit) else { return nil }
            switch make(text) {
            case .success(let made): return made
            case .failure(let problem):
                input.refuse(name, .text(problem.message))
                return nil
            }
        }
    }
}
