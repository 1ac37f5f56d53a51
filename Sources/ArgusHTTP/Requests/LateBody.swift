import ArgusCore

/// A body that is looked into once there is something to do with it.
///
/// What is wrong with it is told after what is wrong with the path, such as that there is nothing
/// to change.
package struct LateBody: Sendable {
    private let call: Call
    private let body: Result<Body, any Error>

    init(_ call: Call, _ body: Result<Body, any Error>) {
        (self.call, self.body) = (call, body)
    }

    /// The body, or a refusal of it.
    package func get() throws -> Body { try body.get() }

    /// The bytes, by which requests are compared; none if it could not be read.
    var bytes: [UInt8] { (try? body.get().bytes) ?? [] }

    /// What the body says, or a refusal of all that is wrong with it.
    package func read<Value>(_ form: Form<Value>) throws -> Value {
        try form.read(body.get(), call)
    }
}

extension Call {
    /// The body, whatever is wrong with it.
    package func lateBody() async -> LateBody {
        do {
            return LateBody(self, .success(try await body()))
        } catch {
            return LateBody(self, .failure(error))
        }
    }
}
