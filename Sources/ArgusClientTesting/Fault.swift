import ArgusClient
import ArgusVocabulary
import Synchronization

extension FakeArgus {
    /// What goes wrong with a request.
    public enum Fault: Sendable {
        /// It is answered so, and nothing is done; the body is JSON, `retryAfter` a header.
        case status(Int, retryAfter: String? = nil, body: String = #"{"detail": "no"}"#)
        /// Nothing is done, and the connection ends without an answer.
        case hangUp
        /// It is done, but the connection ends before the answer.
        case loseAnswer
        /// It is done after so long.
        case delay(Duration)
    }

    /// Fails the next so many requests, or those of them that fit.
    public func fail(
        _ count: Int, _ fault: Fault,
        where matches: @escaping @Sendable (Request) -> Bool = { _ in true }
    ) {
        let left = Atomic(count)
        fail { request in
            guard matches(request) else { return nil }
            return left.subtract(1, ordering: .relaxed).oldValue > 0 ? fault : nil
        }
    }

    /// Refuses to open incidents, alone or in a batch, for which there is an answer such as
    /// `["description": ["This is no description."]]`; it comes with status 400.
    public func refuse(_ answer: @escaping @Sendable (_ incident: JSONValue) -> JSONValue?) {
        change { $0.refusal = answer }
    }

    /// Closes the incident with a `sourceIncidentID` as a person would.
    public func close(_ sourceIncidentID: String) {
        change { $0.close(sourceIncidentID) }
    }

    /// Forgets all incidents, as a server with a new database has.
    public func forgetAll() {
        change { $0.forgetAll() }
    }
}
