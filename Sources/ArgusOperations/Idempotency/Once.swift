import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What was, or would be, answered to a request: a status and a JSON body.
package struct KeptAnswer: Hashable, Sendable {
    package let status: Int
    package let body: String

    /// Puts an answer together.
    package init(status: Int, body: String) {
        (self.status, self.body) = (status, body)
    }
}

/// That a request is to be carried out at most once, as its `Idempotency-Key` asks.
package struct Once<Value>: Sendable {
    /// The key that the asker chose; unique within its account.
    let key: String
    /// What tells this request from another with the same key.
    let digest: [UInt8]
    /// How the outcome is answered.
    let answer: @Sendable (Value) -> KeptAnswer

    /// Describes a request by its key and digest, and how its outcome will be answered.
    package init(key: String, digest: [UInt8], answer: @escaping @Sendable (Value) -> KeptAnswer) {
        (self.key, self.digest, self.answer) = (key, digest, answer)
    }

    /// For how long answers are kept.
    package static var lifetime: Duration { IdempotencyStore.lifetime }
}

/// What became of a request.
package enum Outcome<Value: Sendable>: Sendable {
    /// It was carried out now.
    case performed(Value)
    /// It had been carried out before, and this was the answer.
    case repeated(KeptAnswer)
}

extension Transaction {
    /// Carries something out, unless the same request was carried out before.
    func perform<Value>(
        _ once: Once<Value>?, by requester: Requester, _ body: () throws -> Value
    ) throws -> Outcome<Value> {
        guard let once else { return .performed(try body()) }
        let user = try requester.user.id
        let since = now.advanced(by: .zero - Once<Value>.lifetime)
        if let entry = try stores.idempotency.find(once.key, of: user, since: since) {
            guard entry.request == once.digest else {
                throw Refusal.keyReused(
                    "This Idempotency-Key was used for another request; choose a new one.")
            }
            return .repeated(KeptAnswer(status: entry.status, body: entry.answer))
        }
        let value = try body()
        let answer = once.answer(value)
        // What was refused altogether has changed nothing, and may be tried again.
        guard answer.status < 400 else { return .performed(value) }
        try stores.idempotency.insert(
            IdempotencyStore.Entry(
                request: once.digest, status: answer.status, answer: answer.body),
            key: once.key, of: user, created: now)
        return .performed(value)
    }
}
