import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// What one method does at an endpoint: its words for people, what it reads, what comes back, and the
/// function that does it.
package struct Action: Sendable {
    let summary: String
    let details: String?
    let query: [DescribedOperation.Parameter]
    let headers: [DescribedOperation.Parameter]
    let body: DescribedOperation.Body?
    /// Whether an `Idempotency-Key` makes it happen once.
    let isOnce: Bool
    /// Statuses of refusals that do not follow from anything else here.
    let refuses: Set<Int>
    let answers: [DescribedOperation.Answer]
    /// Whether it lists what there is.
    let isList: Bool
    let handler: Endpoint.Handler

    /// Describes what needs no body.
    package init(
        _ summary: String, details: String? = nil, query: [any Asked] = [],
        headers: [DescribedOperation.Parameter] = [], refuses: Set<Int> = [],
        answers: [DescribedOperation.Answer], isList: Bool = false,
        _ handler: @escaping Endpoint.Handler
    ) {
        (self.summary, self.details, self.refuses) = (summary, details, refuses)
        (self.query, self.headers) = (query.map(\.described), headers)
        (self.answers, self.isList, self.handler) = (answers, isList, handler)
        (body, isOnce) = (nil, false)
    }

    /// Describes what reads a body: `handler` gets the form that reads it.
    package init<Value>(
        _ summary: String, details: String? = nil, query: [any Asked] = [], form: Form<Value>,
        isOnce: Bool = false, refuses: Set<Int> = [], answers: [DescribedOperation.Answer],
        _ handler: @escaping @Sendable (Call, Form<Value>) async throws -> Reply
    ) {
        (self.summary, self.details, self.refuses) = (summary, details, refuses)
        (self.query, headers, body) = (query.map(\.described), [], form.body)
        (self.isOnce, self.answers, isList) = (isOnce, answers, false)
        self.handler = { try await handler($0, form) }
    }
}

extension Action {
    /// Lists all that there is, as an array.
    package static func list(
        _ summary: String, of items: Schema, refuses: Set<Int> = [],
        _ handler: @escaping Endpoint.Handler
    ) -> Action {
        Action(
            summary, refuses: refuses, answers: [.ok(.list(of: items), "All of them.")],
            isList: true, handler)
    }

    /// Takes something away.
    package static func delete(
        _ summary: String, details: String? = nil, refuses: Set<Int> = [],
        _ handler: @escaping @Sendable (Call) async throws -> Void
    ) -> Action {
        Action(summary, details: details, refuses: refuses, answers: [.noContent]) { call in
            try await handler(call)
            return Reply(status: .noContent)
        }
    }

    /// Changes something as a body says, which is looked into when `handler` asks for the change: what
    /// is wrong with it is told after what is wrong with the path.
    package static func change<Change>(
        _ summary: String, details: String? = nil, form: Form<Change>,
        answers: [DescribedOperation.Answer],
        _ handler:
            @escaping @Sendable (Call, @escaping @Sendable () throws -> Change) async throws ->
            Reply
    ) -> Action {
        Action(summary, details: details, form: form, answers: answers) { call, form in
            let body = await call.lateBody()
            return try await handler(call) { try body.read(form) }
        }
    }

    /// Makes something of a body, with an `Idempotency-Key` at most once, and answers with it.
    ///
    /// What the key is compared with leaves out the member `hiding`. `keep` writes what is repeated,
    /// if that is not all of what is answered; `hints` tells what the asker may have meant otherwise.
    package static func create<New, Made>(
        _ summary: String, details: String? = nil, form: Form<New>, hiding: String? = nil,
        answers: [DescribedOperation.Answer],
        status: @escaping @Sendable (Made) -> HTTPResponse.Status = { _ in .created },
        writing write: @escaping @Sendable (inout JSONWriter, Made, Call) -> Void,
        keeping keep: (@Sendable (inout JSONWriter, Made, Call) -> Void)? = nil,
        hints: @escaping @Sendable (New) -> [String] = { _ in [] },
        _ perform: @escaping @Sendable (Call, New, Once<Made>?) async throws -> Outcome<Made>
    ) -> Action {
        Action(summary, details: details, form: form, isOnce: true, answers: answers) {
            call, form in
            let body = try await call.body()
            let new = try form.read(body, call)
            let kept = keep ?? write
            let reply = try await call.creating(
                hiding.map { body.hiding($0) } ?? body, status: status,
                writing: { write(&$0, $1, call) }, keeping: { kept(&$0, $1, call) }
            ) { once in try await perform(call, new, once) }
            return reply.hinting(hints(new))
        }
    }
}
