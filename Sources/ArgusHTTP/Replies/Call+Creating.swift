import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird

extension Call {
    /// Creates something and answers with it, 201 unless `status` says otherwise; with an
    /// `Idempotency-Key`, at most once: the same key and request again are given the answer that was
    /// given then, as `keep` writes it: a secret that is shown once does not belong in what is kept.
    package func creating<Value>(
        _ body: Body,
        status: @escaping @Sendable (Value) -> HTTPResponse.Status = { _ in .created },
        writing write: @escaping @Sendable (inout JSONWriter, Value) -> Void,
        keeping keep: (@Sendable (inout JSONWriter, Value) -> Void)? = nil,
        _ perform: (Once<Value>?) async throws -> Outcome<Value>
    ) async throws -> Reply {
        try await creating(
            body.bytes, status: status, writing: write, keeping: keep, perform)
    }

    /// Creates something from a body that is looked into once it is known where, and answers with it.
    package func creating<Value>(
        _ body: LateBody,
        writing write: @escaping @Sendable (inout JSONWriter, Value) -> Void,
        _ perform: (Once<Value>?) async throws -> Outcome<Value>
    ) async throws -> Reply {
        try await creating(
            body.bytes, status: { _ in .created }, writing: write, keeping: nil, perform)
    }

    private func creating<Value>(
        _ bytes: [UInt8], status: @escaping @Sendable (Value) -> HTTPResponse.Status,
        writing write: @escaping @Sendable (inout JSONWriter, Value) -> Void,
        keeping keep: (@Sendable (inout JSONWriter, Value) -> Void)?,
        _ perform: (Once<Value>?) async throws -> Outcome<Value>
    ) async throws -> Reply {
        let once: Once<Value>? = try once(header(.idempotencyKey), bytes) { value in
            var writer = JSONWriter()
            (keep ?? write)(&writer, value)
            return KeptAnswer(status: status(value).code, body: writer.text)
        }
        switch try await perform(once) {
        case .performed(let value): return Reply(status: status(value)) { write(&$0, value) }
        case .repeated(let answer): return Reply(repeating: answer)
        }
    }

    /// Makes something that a page's form asks for, and leads to it: a form that is sent again makes
    /// nothing more, and leads there too.
    package func making<Value>(
        leadingTo path: @escaping @Sendable (Value) -> String, saying message: String? = nil,
        _ perform: (Once<Value>?) async throws -> Outcome<Value>
    ) async throws -> Reply {
        let body = try await body()
        let once: Once<Value>? = try once(body.value[FormEntry.keyName]?.string, body.bytes) {
            KeptAnswer(status: HTTPResponse.Status.found.code, body: path($0))
        }
        switch try await perform(once) {
        case .performed(let value): return leading(to: path(value), saying: message)
        case .repeated(let answer): return leading(to: answer.body, saying: message)
        }
    }

    /// What makes a page's form be carried out at most once; nil if it brings no key.
    package func onceByForm<Value>(
        keeping answer: @escaping @Sendable (Value) -> String
    ) async throws -> Once<Value>? {
        let body = try await body()
        return try once(body.value[FormEntry.keyName]?.string, body.bytes) {
            KeptAnswer(status: HTTPResponse.Status.found.code, body: answer($0))
        }
    }

    /// What makes this request be carried out at most once; nil if it has no key.
    private func once<Value>(
        _ key: String?, _ bytes: [UInt8], _ answer: @escaping @Sendable (Value) -> KeptAnswer
    ) throws(Refusal) -> Once<Value>? {
        try Self.checked(key).map { Once(key: $0, digest: digest(of: bytes), answer: answer) }
    }

    /// The key by which the asker wants this to be done at most once.
    private static func checked(_ key: String?) throws(Refusal) -> String? {
        guard let key else { return nil }
        guard (1...255).contains(key.utf8.count) else {
            throw .invalid("An Idempotency-Key has 1 to 255 characters.")
        }
        return key
    }

    /// What tells this request from another: method, path, query and body.
    private func digest(of bytes: [UInt8]) -> [UInt8] {
        sha256(Array("\(request.method.rawValue) \(request.uri.string)\n".utf8) + bytes)
    }
}
