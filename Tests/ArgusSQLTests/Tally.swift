import Synchronization

/// Something that several threads count or note down.
final class Tally<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) {
        state = Mutex(value)
    }

    var value: Value { state.withLock { $0 } }

    /// Changes the value, and gives back what the change says.
    @discardableResult
    func change<Answer: Sendable>(_ body: (inout Value) -> Answer) -> Answer {
        state.withLock { value in body(&value) }
    }
}
