import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// What stands in a page's form: what was typed before, and what is wrong with it; at first nothing.
package struct FormEntry: Sendable {
    /// What goes back with the form in a hidden field ``tokenName``, so that no other site can send it.
    package let token: String
    /// What goes back with it in a hidden field ``keyName``, so that sending it twice does it once.
    package let key: String
    private let typed: Body?
    private let refusal: Refusal?
    /// What is wrong, by field.
    private let problems: [String?: String]

    /// The hidden field that holds the token.
    static let tokenName = "csrfmiddlewaretoken"
    /// The hidden field that holds the key.
    static let keyName = "idempotency_key"

    /// An empty form.
    package init(_ call: Call) {
        (token, key) = (call.formToken, SessionOperations.anonymousToken())
        (typed, refusal, problems) = (nil, nil, [:])
    }

    /// A form as it was sent, and why it was refused; nil if nothing is wrong with it.
    init(_ call: Call, _ body: Body, _ refusal: Refusal?) {
        (token, typed, self.refusal) = (call.formToken, body, refusal)
        problems = Self.problems(of: refusal)
        key = body.value[Self.keyName]?.string ?? SessionOperations.anonymousToken()
    }

    /// The names of what was typed before.
    package var typedNames: [String] { typed?.value.object?.members.map(\.name) ?? [] }

    /// A field that is ready to print; `value` stands in it unless something else was typed.
    package func field(_ name: String, value: String = "") -> FormField {
        FormField(
            name: name, value: typed.map { $0.value[name]?.pythonText ?? "" } ?? value,
            problem: problems[name])
    }

    /// A field in which several values may be chosen; `values` are unless others were.
    package func choices(_ name: String, values: [String] = []) -> ChoiceField {
        let chosen = typed.map { body in
            let value = body.value[name]
            return (value?.array ?? value.map { [$0] } ?? []).map(\.pythonText)
        }
        return ChoiceField(name: name, values: chosen ?? values, problem: problems[name])
    }

    /// A field whose value is never shown again.
    package func secret(_ name: String) -> FormField {
        FormField(name: name, value: "", problem: problems[name])
    }

    /// What a form that was sent says; nil if none was, or if something is wrong with it.
    package func said<Value>(in form: Form<Value>, _ call: Call) -> Value? {
        guard refusal == nil, let typed else { return nil }
        return try? form.read(typed, call)
    }

    /// What is wrong with the form as a whole; nil if nothing is.
    package var problem: String? { problems[Problems.whole] }

    /// What is wrong with anything but these fields, each of which tells it itself; nil if nothing is.
    package func remainingProblem(besides fields: [String]) -> String? {
        let fields = Set(fields)
        let others = problems.filter { name, _ in name.map { !fields.contains($0) } ?? true }
        let texts = others.values.sorted()
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    private static func problems(of refusal: Refusal?) -> [String?: String] {
        guard let refusal else { return [:] }
        guard case .invalid(.fields(let fields)) = refusal else {
            return [Problems.whole: refusal.description]
        }
        return Dictionary(fields.map { ($0.name, $0.problems.description) }) { "\($0) \($1)" }
    }

    /// Whether a refusal is about what was entered, so that the form is shown again.
    static func canShow(_ refusal: Refusal) -> Bool {
        [.badRequest, .tooManyRequests].contains(refusal.status)
    }

    /// Says in the answer that shows the form why it was refused: with a mistake in it, that is no
    /// failure.
    func explain(in reply: inout Reply) {
        guard let refusal, refusal.status != .badRequest else { return }
        reply.status = refusal.status
        reply.headers[.retryAfter] = Reply(refusal).headers[.retryAfter]
    }
}

/// A field of a form, ready to print.
package struct FormField: Sendable {
    package let name: String
    package let value: String
    /// What is wrong with it; nil if nothing is.
    package let problem: String?

    /// Puts a field together.
    package init(name: String, value: String, problem: String? = nil) {
        (self.name, self.value, self.problem) = (name, value, problem)
    }
}

/// A field of a form in which several values may be chosen, ready to print.
package struct ChoiceField: Sendable {
    package let name: String
    package let values: [String]
    /// What is wrong with it; nil if nothing is.
    package let problem: String?
}
