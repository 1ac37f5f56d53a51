import Dispatch
import Synchronization

/// Something that several threads count or note down.
package final class Tally<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    /// Begins with a value.
    package init(_ value: Value) {
        state = Mutex(value)
    }

    /// The value now.
    package var value: Value { state.withLock { $0 } }

    /// Changes the value, and gives back what the change says.
    @discardableResult
    package func change<Answer: Sendable>(_ body: (inout Value) -> Answer) -> Answer {
        state.withLock { value in body(&value) }
    }
}

/// Lets a task run to its end and blocks the thread meanwhile: only on a thread of a database.
@discardableResult
package func waitFor(_ body: @escaping @Sendable () async throws -> Void) -> (any Error)? {
    let (semaphore, failure) = (DispatchSemaphore(value: 0), Tally<(any Error)?>(nil))
    Task {
        do { try await body() } catch { failure.change { $0 = error } }
        semaphore.signal()
    }
    semaphore.wait()
    return failure.value
}
