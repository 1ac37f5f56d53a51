import ArgusClient
import ArgusVocabulary
import Synchronization

/// An Argus server in memory, for tests of programs that use ``ArgusClient/ArgusClient``.
///
/// It takes requests on a port of this machine and does with incidents, their logs and
/// acknowledgements what Argus does, for one source system and any token. It can be told to fail, and
/// shows what it has and what it was asked. Accounts, tokens, sources and preferences it does not
/// have.
public final class FakeArgus: Sendable {
    private let knowsKeys: Bool
    private let offersVersion3: Bool
    private let people: [String: Event.Actor]
    private let state: Mutex<State>

    private struct State {
        var contents: Contents
        var requests: [Request] = []
        var answers: [String: Reply] = [:]
        var fault: @Sendable (Request) -> Fault? = { _ in nil }
        var bells: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastBell = 0
    }

    /// A server without incidents; one without version 3 of the API, or that does not honour
    /// `Idempotency-Key`, is as older servers are.
    ///
    /// `people` are the tokens that are not the source system's, each with the name of a person.
    public init(
        knowsKeys: Bool = true, offersVersion3: Bool = true, people: [String: String] = [:]
    ) {
        let actors = people.sorted { $0.key < $1.key }.enumerated().map { number, person in
            (person.key, Event.Actor(id: Identifier(Int64(number + 2)), username: person.value))
        }
        self.people = Dictionary(actors) { first, _ in first }
        (self.knowsKeys, self.offersVersion3) = (knowsKeys, offersVersion3)
        state = Mutex(State(contents: Contents(clock: Timestamp.now)))
    }

    /// Serves while the body runs, which is given the server's URL.
    public func serve<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ url: String) async throws -> Value
    ) async throws -> Value {
        let listener = HTTPListener { head, text in await self.answer(Request(head, body: text)) }
        return try await listener.serve { port in try await body("http://127.0.0.1:\(port)") }
    }

    /// All incidents, in the order in which they were made.
    public var incidents: [Incident] { state.withLock { $0.contents.incidents } }

    /// The log entries of all incidents, in the order in which they were made.
    public var events: [Event] { state.withLock { $0.contents.events } }

    /// All acknowledgements, in the order in which they were made.
    public var acknowledgements: [Acknowledgement] {
        state.withLock { $0.contents.acknowledgements }
    }

    /// What it was asked, in order.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// The incident with a `sourceIncidentID`; nil if there is none.
    public subscript(sourceIncidentID: String) -> Incident? {
        state.withLock { state in
            state.contents.place(of: sourceIncidentID).map { state.contents.incidents[$0] }
        }
    }

    /// The log of the incident with a `sourceIncidentID`, in the order in which it was written.
    public func events(of sourceIncidentID: String) -> [Event] {
        let id = self[sourceIncidentID]?.id
        return events.filter { $0.incidentID == id }
    }

    /// Waits until something holds, which is looked at when a request comes and when it is answered,
    /// or the task is cancelled.
    public func until(_ condition: @Sendable (FakeArgus) -> Bool) async {
        let (rings, bell) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastBell += 1
            state.bells[state.lastBell] = bell
            return state.lastBell
        }
        defer { state.withLock { $0.bells[number] = nil } }
        if condition(self) { return }
        for await _ in rings where condition(self) { return }
    }

    /// Changes what there is, and tells who waits for that.
    func change(_ body: (inout Contents) -> Void) {
        state.withLock { body(&$0.contents) }
        ring()
    }

    /// Decides for each request whether it fails, in place of what was decided before.
    public func fail(_ fault: @escaping @Sendable (Request) -> Fault?) {
        state.withLock { $0.fault = fault }
    }

    private func ring() {
        for bell in state.withLock({ $0.bells.values }) { bell.yield() }
    }

    private func answer(_ request: Request) async -> Reply? {
        defer { ring() }
        let fault = state.withLock { state in
            state.requests.append(request)
            return state.fault
        }
        ring()
        switch fault(request) {
        case .status(let status, let retryAfter, let body)?:
            return Reply(status, body, retryAfter: retryAfter)
        case .hangUp?: return nil
        case .loseAnswer?:
            _ = reply(to: request)
            return nil
        case .delay(let delay)?:
            guard (try? await Task.sleep(for: delay)) != nil else { return nil }
            return reply(to: request)
        case nil: return reply(to: request)
        }
    }

    private func reply(to request: Request) -> Reply {
        guard offersVersion3 || request.version != .v3 else { return .noSuchPage }
        if request.isForFeed { return feed(for: request) }
        return state.withLock { state in
            let key = knowsKeys ? request.key : nil
            if let known = key.flatMap({ state.answers[$0] }) { return known }
            state.contents.actor = people[request.token] ?? Contents.account
            let reply = state.contents.reply(to: request)
            if let key { state.answers[key] = reply }
            return reply
        }
    }
}
