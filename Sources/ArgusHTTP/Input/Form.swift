import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// A body: how it is described, and how it is read.
///
/// One declaration does both, so that the description cannot say what is not read.
package struct Form<Value>: Sendable {
    /// What is said of it.
    package let body: DescribedOperation.Body
    private let reader: @Sendable (Body, Call) throws(Refusal) -> Value

    /// Takes an object with these members, which the description knows by `name`.
    package init(
        _ name: String, _ field: Field<Value>, others: Schema.Others = .ignored,
        isOptional: Bool = false, example: JSONValue
    ) {
        let schema = Schema.body(name, field.members, others: others)
        body = DescribedOperation.Body(schema, isOptional: isOptional, example: example)
        reader = { body, call throws(Refusal) in
            var input = try call.input(body)
            let value = try field.read(&input)
            try input.check()
            return value
        }
    }

    /// Takes what a page's form sends, which nobody describes.
    package init(_ field: Field<Value>) {
        self.init("", field, example: [:])
    }

    /// Takes a body that is no object, or one whose members are not known.
    package init(
        _ schema: Schema, example: JSONValue,
        _ read: @escaping @Sendable (Body, Call) throws(Refusal) -> Value
    ) {
        body = DescribedOperation.Body(schema, example: example)
        reader = read
    }

    /// What a body says, or a refusal of all that is wrong with it.
    package func read(_ body: Body, _ call: Call) throws(Refusal) -> Value {
        try reader(body, call)
    }
}

extension Call {
    /// What the body says, or a refusal of all that is wrong with it.
    package func read<Value>(_ form: Form<Value>) async throws -> Value {
        try form.read(await body(), self)
    }
}
