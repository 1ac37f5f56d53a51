import ArgusVocabulary
import ArgusWire

/// What a JSON value looks like: a JSON Schema (2020-12), as OpenAPI 3.1 has it.
///
/// Written as literals: `.answer("Tag", ["tag": .text.note("As `key=value`.")])`.
package struct Schema: Hashable, Sendable {
    /// What is said about the value.
    package indirect enum Form: Hashable, Sendable {
        /// The keywords of JSON Schema themselves.
        case keywords(JSONObject)
        case list(Schema, atLeast: Int?, atMost: Int?)
        case object([Member], others: Others)
        /// One of these.
        case either([Schema])
        /// It stands in the document once, under this name.
        case named(String, Schema)
        /// What stands in the document under this name: for what holds values of its own kind.
        case reference(String)
    }

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool

        /// A member that must be there if its schema says so, or else if `isRequired` says so.
        package init(_ name: String, _ schema: Schema, isRequired: Bool = false) {
            (self.name, self.schema) = (name, schema)
            self.isRequired = schema.isRequired ?? isRequired
        }
    }

    /// What becomes of members that are not listed.
    package enum Others: Hashable, Sendable {
        /// There are none. (Version 3 may get more.)
        case none
        /// They may be sent, and do not count.
        case ignored
        /// They are refused.
        case refused
        /// They may have any name; their values are all alike.
        case each(Schema)
    }

    package var form: Form
    /// What people should know about it.
    package private(set) var note: String?
    package private(set) var example: JSONValue?
    /// Whether it must be there as a member; nil for what is usual in this kind of object.
    fileprivate var isRequired: Bool?

    /// Says what a value looks like.
    package init(_ form: Form) {
        self.form = form
    }

    /// With a sentence for people.
    package func note(_ text: String) -> Schema {
        var copy = self
        copy.note = text
        return copy
    }

    /// With a value to show.
    package func example(_ value: JSONValue) -> Schema {
        var copy = self
        copy.example = value
        return copy
    }

    /// As a member that must be there.
    package var required: Schema {
        var copy = self
        copy.isRequired = true
        return copy
    }

    /// As a member that may be missing.
    package var optional: Schema {
        var copy = self
        copy.isRequired = false
        return copy
    }

    /// The same, or null.
    package var orNull: Schema {
        var copy = self
        if case .keywords(var keywords) = form, case .string(let type) = keywords["type"] {
            keywords.set("type", to: [.string(type), "null"])
            if let choices = keywords["enum"]?.array {
                keywords.set("enum", to: .array(choices + [.null]))
            }
            copy.form = .keywords(keywords)
        } else {
            copy.form = .either([self, .null])
        }
        return copy
    }
}

extension Schema {
    /// An object in an answer, which has all of these members, and no others.
    package static func answer(_ members: KeyValuePairs<String, Schema>) -> Schema {
        object(members, required: true, others: .none)
    }

    /// An object in an answer, under a name.
    package static func answer(
        _ name: String, _ members: KeyValuePairs<String, Schema>
    ) -> Schema {
        Schema(.named(name, answer(members)))
    }

    /// An object in a body; others than these members do not count.
    package static func body(_ members: [Member]) -> Schema {
        Schema(.object(members, others: .ignored))
    }

    /// An object in a body, under a name.
    package static func body(
        _ name: String, _ members: [Member], others: Others = .ignored
    ) -> Schema {
        Schema(.named(name, Schema(.object(members, others: others))))
    }

    /// An object with members of any name, whose values are alike.
    package static func map(of values: Schema) -> Schema {
        Schema(.object([], others: .each(values)))
    }

    /// An array.
    package static func list(
        of items: Schema, atLeast least: Int? = nil, atMost most: Int? = nil
    ) -> Schema {
        Schema(.list(items, atLeast: least, atMost: most))
    }

    /// One of several kinds of values.
    package static func either(_ schemas: Schema...) -> Schema { Schema(.either(schemas)) }

    private static func object(
        _ members: KeyValuePairs<String, Schema>, required: Bool, others: Others
    ) -> Schema {
        let members = members.map { name, schema in
            Member(name, schema, isRequired: required)
        }
        return Schema(.object(members, others: others))
    }

    /// The same object with some more members at its end.
    package func adding(_ more: KeyValuePairs<String, Schema>) -> Schema {
        adding(more.map { Member($0, $1, isRequired: hasNoOthers) })
    }

    /// The same object with some more members at its end.
    package func adding(_ more: [Member]) -> Schema {
        var copy = self
        switch form {
        case .object(let members, let others):
            copy.form = .object(members + more, others: others)
        case .named(let name, let schema): copy.form = .named(name, schema.adding(more))
        case .keywords, .list, .either, .reference: break
        }
        return copy
    }

    private var hasNoOthers: Bool {
        switch form {
        case .object(_, let others): others == .none
        case .named(_, let schema): schema.hasNoOthers
        case .keywords, .list, .either, .reference: false
        }
    }

    /// An object with more members, under a name of its own.
    package func adding(
        _ name: String, _ more: KeyValuePairs<String, Schema>
    ) -> Schema {
        guard case .named(_, let schema) = form else { return Schema(.named(name, adding(more))) }
        return Schema(.named(name, schema.adding(more)))
    }

    /// The members, if this is an object.
    package var members: [Member] {
        switch form {
        case .object(let members, _): members
        case .named(_, let schema): schema.members
        case .keywords, .list, .either, .reference: []
        }
    }
}
