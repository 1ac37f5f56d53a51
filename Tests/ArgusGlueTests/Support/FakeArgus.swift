import ArgusClient
import ArgusVocabulary
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A server on loopback that keeps incidents as Argus does, and fails when told to.
final class FakeArgus: Sendable {
    /// What goes wrong with a request.
    enum Fault: Sendable {
        /// It is answered with this status and nothing is done.
        case status(Int, retryAfter: String? = nil, body: String = #"{"detail": "no"}"#)
        /// It is done, but the connection ends before the answer.
        case loseAnswer
    }

    struct Seen: Sendable, Equatable {
        let method: String
        let path: String
        let key: String?
        let body: String
        /// What it was authenticated with.
        var token = ""

        var isBatch: Bool { path.hasSuffix("/batch/") }
    }

    private struct State {
        var incidents: [Incident] = []
        var events: [Event] = []
        var answers: [String: (Int, String)] = [:]
        var identifiers: Set<String> = []
        var seen: [Seen] = []
        var fault: @Sendable (Seen) -> Fault? = { _ in nil }
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let id: UUID
        let matches: @Sendable (Seen) -> Bool
        var missing: Int
        let then: CheckedContinuation<Void, Never>
    }

    /// Whether the header `Idempotency-Key` is honoured.
    let knowsKeys: Bool
    /// Whether there is the batch endpoint of version 3.
    let offersBatches: Bool
    private let state = Mutex(State())

    init(knowsKeys: Bool = true, offersBatches: Bool = false) {
        (self.knowsKeys, self.offersBatches) = (knowsKeys, offersBatches)
    }

    var incidents: [Incident] { state.withLock { $0.incidents } }
    var events: [Event] { state.withLock { $0.events } }
    var seen: [Seen] { state.withLock { $0.seen } }

    /// The incident with a `source_incident_id`, if there is exactly one.
    subscript(id: String) -> Incident? {
        let found = incidents.filter { $0.sourceIncidentID == id }
        return found.count == 1 ? found.first : nil
    }

    func eventTypes(of id: String) -> [String] {
        let incident = self[id]?.id
        return events.filter { $0.incidentID == incident }.map(\.type.rawValue)
    }

    /// Decides for each request whether it fails.
    func fail(_ fault: @escaping @Sendable (Seen) -> Fault?) {
        state.withLock { $0.fault = fault }
    }

    /// Fails the first so many requests that fit.
    func fail(
        _ count: Int, _ fault: Fault,
        where matches: @escaping @Sendable (Seen) -> Bool = { _ in true }
    ) {
        let left = Atomic(count)
        fail { seen in
            guard matches(seen), left.load(ordering: .relaxed) > 0 else { return nil }
            left.subtract(1, ordering: .relaxed)
            return fault
        }
    }

    /// Waits until so many requests have come that fit, or the task is cancelled; those that came
    /// before count.
    func received(
        _ count: Int = 1, where matches: @escaping @Sendable (Seen) -> Bool = { _ in true }
    ) async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    let missing = count - state.seen.count(where: matches)
                    guard missing > 0, !Task.isCancelled else { return continuation.resume() }
                    state.waiters.append(
                        Waiter(id: id, matches: matches, missing: missing, then: continuation))
                }
            }
        } onCancel: {
            state.withLock { state in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return }
                state.waiters.remove(at: index).then.resume()
            }
        }
    }

    /// Serves on a free port while the body runs.
    func serve<Value: Sendable>(
        _ body: @escaping @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: routes(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                found.yield(channel.localAddress?.port ?? 0)
            },
            logger: .silent)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { found.finish() }
                try await application.runService(gracefulShutdownSignals: [])
            }
            defer { group.cancelAll() }
            guard let port = await ports.first(where: { _ in true }) else {
                throw CancellationError()
            }
            return try await body("http://127.0.0.1:\(port)")
        }
    }

    private func routes() -> Router<BasicRequestContext> {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .patch] {
            for path in ["api/v2/incidents", "api/v2/incidents/**"] {
                router.on(RouterPath(path), method: method) { request, _ in
                    try await self.answer(request)
                }
            }
        }
        if offersBatches {
            router.post("api/v3/incidents/batch") { request, _ in try await self.answer(request) }
        }
        return router
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await String(buffer: request.body.collect(upTo: 1 << 20))
        let key = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        let seen = Seen(
            method: request.method.rawValue, path: request.uri.path + query, key: key, body: body,
            token: request.headers[.authorization] ?? "")
        return state.withLock { state in
            state.seen.append(seen)
            for index in state.waiters.indices where state.waiters[index].matches(seen) {
                state.waiters[index].missing -= 1
            }
            for waiter in state.waiters where waiter.missing == 0 { waiter.then.resume() }
            state.waiters.removeAll { $0.missing == 0 }
            let fault = state.fault(seen)
            if case .status(let status, let retryAfter, let body) = fault {
                return Self.response(status, body, retryAfter)
            }
            let (status, text) =
                knowsKeys
                ? key.flatMap { state.answers[$0] } ?? handle(seen, &state) : handle(seen, &state)
            if let key { state.answers[key] = (status, text) }
            guard case .loseAnswer = fault else { return Self.response(status, text, nil) }
            return Response(
                status: .ok, headers: [.contentLength: "100"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "{"))
                    throw CancellationError()
                })
        }
    }

    private static func response(_ status: Int, _ text: String, _ retryAfter: String?) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let retryAfter { headers[.retryAfter] = retryAfter }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: status == 204 ? "" : text)))
    }

    // What the API does.

    private func handle(_ seen: Seen, _ state: inout State) -> (Int, String) {
        let parts = seen.path.split(separator: "?", maxSplits: 1)
        let path = parts[0].split(separator: "/").dropFirst(3).map(String.init)
        let query = parts.count > 1 ? String(parts[1]) : ""
        let body = (try? JSONValue(parsing: seen.body)) ?? .null
        switch (seen.method, path.count) {
        case ("POST", 0): return create(body, &state)
        case ("POST", 1) where seen.isBatch: return batch(body, &state)
        case ("POST", 2) where path == ["sources", "heartbeat"]: return (204, "")
        case ("GET", 1) where path == ["mine"]: return list(query, state)
        case ("GET", 1): return change(path[0], .null, &state)
        case ("PATCH", 1): return change(path[0], body, &state)
        case ("POST", 2): return record(path[0], body, &state)
        case ("GET", 2): return log(path[0], state)
        default: return (405, #"{"detail": "Method not allowed."}"#)
        }
    }

    private func create(_ body: JSONValue, _ state: inout State) -> (Int, String) {
        let identifier = body["source_incident_id"]?.string ?? ""
        if body["description"]?.string == "poison" {
            return (400, #"{"description": ["This is poison."]}"#)
        }
        if !identifier.isEmpty, !state.identifiers.insert(identifier).inserted {
            return (400, #"["UNIQUE constraint failed: incident.source_incident_id"]"#)
        }
        let end: EndTime =
            switch body["end_time"] {
            case .string("infinity"): .open
            case .string(let text): .ended((try? Timestamp(text, in: .utc)) ?? .now())
            default: .stateless
            }
        let incident = Incident(
            id: Incident.ID(Int64(state.incidents.count + 1)),
            startTime: (try? Timestamp(body["start_time"]?.string ?? "", in: .utc)) ?? .now(),
            endTime: end,
            source: SourceSystem(
                id: 1, name: "nav", type: "nav", user: 7, baseURL: "", lastSeen: nil),
            sourceIncidentID: identifier, detailsURL: body["details_url"]?.string ?? "",
            description: body["description"]?.string ?? "",
            level: .init(number: Int(body["level"]?.integer ?? 5)), ticketURL: "",
            metadata: .read(body["metadata"] ?? [:]), tags: Self.tags(body), isOpen: end == .open,
            isAcked: false)
        state.incidents.append(incident)
        add(end == .stateless ? .stateless : .start, incident.id, incident.startTime, "", &state)
        return (201, Self.text(incident))
    }

    /// What becomes of the items of a batch: a problem that is known stays as it is.
    private func batch(_ body: JSONValue, _ state: inout State) -> (Int, String) {
        let answers = (body["items"]?.array ?? []).map { item -> String in
            let (status, text) = carryOut(item, &state)
            return status < 400
                ? #"{"status": \#(status), "incident": \#(text), "errors": null}"#
                : #"{"status": \#(status), "incident": null, "errors": \#(text)}"#
        }
        return (200, #"{"items": [\#(answers.joined(separator: ","))]}"#)
    }

    private func carryOut(_ item: JSONValue, _ state: inout State) -> (Int, String) {
        let identifier = item["source_incident_id"]?.string
        let known = state.incidents.firstIndex {
            $0.id.rawValue == item["pk"]?.integer || $0.sourceIncidentID == identifier
        }
        if item["op"] == "create", known == nil { return create(item, &state) }
        guard let known else { return (404, #"{"detail": "No Incident matches."}"#) }
        if item["op"] == "close", state.incidents[known].isOpen,
            let moment = item["timestamp"]?.string.flatMap({ try? Timestamp($0, in: .utc) })
        {
            state.incidents[known].endTime = .ended(moment)
            state.incidents[known].isOpen = false
            add(
                .end, state.incidents[known].id, moment, item["description"]?.string ?? "",
                &state)
        }
        return (200, Self.text(state.incidents[known]))
    }

    private static func tags(_ body: JSONValue) -> [TagJSON] {
        (body["tags"]?.array ?? []).compactMap { $0.string ?? $0["tag"]?.string }.map {
            TagJSON(tag: $0, addedBy: 7, addedTime: Timestamp(unixSeconds: 0))
        }
    }

    private static func text(_ incident: Incident) -> String {
        var writer = JSONWriter()
        incident.write(to: &writer, .v2, in: .utc)
        return writer.text
    }

    private func list(_ query: String, _ state: State) -> (Int, String) {
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        func value(_ name: String) -> String? {
            pairs.first { $0.first.map(String.init) == name }.flatMap { $0.last.map(String.init) }?
                .removingPercentEncoding
        }
        let found = state.incidents.filter { incident in
            (value("source_incident_id").map { $0 == incident.sourceIncidentID } ?? true)
                && (value("open").map { ($0 == "true") == incident.isOpen } ?? true)
                && (value("start_time__lte").map { incident.startTime <= Self.time($0) } ?? true)
                && (value("end_time__gte").map { Self.end(of: incident) >= Self.time($0) } ?? true)
        }
        let items = found.reversed().map(Self.text).joined(separator: ",")
        return (200, #"{"next": null, "previous": null, "results": [\#(items)]}"#)
    }

    private static func time(_ text: String) -> Timestamp {
        (try? Timestamp(text, in: .utc)) ?? .now()
    }

    private static func end(of incident: Incident) -> Timestamp {
        switch incident.endTime {
        case .open: Timestamp(microseconds: .max)
        case .ended(let end): end
        case .stateless: Timestamp(microseconds: .min)
        }
    }

    private func change(_ pk: String, _ body: JSONValue, _ state: inout State) -> (Int, String) {
        guard let index = state.incidents.firstIndex(where: { "\($0.id)" == pk }) else {
            return (404, #"{"detail": "No Incident matches the given query."}"#)
        }
        if let level = body["level"]?.integer {
            state.incidents[index].level = .init(number: Int(level))
        }
        if let text = body["description"]?.string { state.incidents[index].description = text }
        if body["tags"] != nil { state.incidents[index].tagDetails = Self.tags(body) }
        if body != .null { add(.change, state.incidents[index].id, .now(), "", &state) }
        return (200, Self.text(state.incidents[index]))
    }

    private func record(_ pk: String, _ body: JSONValue, _ state: inout State) -> (Int, String) {
        guard let index = state.incidents.firstIndex(where: { "\($0.id)" == pk }),
            let type = body["type"]?.string.flatMap(EventType.init(rawValue:)),
            let moment = body["timestamp"]?.string.flatMap({ try? Timestamp($0, in: .utc) })
        else { return (404, #"{"detail": "No Incident matches the given query."}"#) }
        if type == .end, state.incidents[index].isOpen {
            state.incidents[index].endTime = .ended(moment)
            state.incidents[index].isOpen = false
        }
        if type == .restart {
            state.incidents[index].endTime = .open
            state.incidents[index].isOpen = true
        }
        let event = add(
            type, state.incidents[index].id, moment, body["description"]?.string ?? "", &state)
        return (201, Self.text(event))
    }

    @discardableResult
    private func add(
        _ type: EventType, _ incident: Incident.ID, _ moment: Timestamp, _ description: String,
        _ state: inout State
    ) -> Event {
        let event = Event(
            id: Event.ID(Int64(state.events.count + 1)), incident: incident,
            actor: Event.Actor(id: 7, username: "nav"), timestamp: moment, received: moment,
            type: type, description: description)
        state.events.append(event)
        return event
    }

    private func log(_ pk: String, _ state: State) -> (Int, String) {
        let events = state.events.filter { "\($0.incidentID)" == pk }.reversed()
        return (200, "[\(events.map(Self.text).joined(separator: ","))]")
    }

    private static func text(_ event: Event) -> String {
        var writer = JSONWriter()
        event.write(to: &writer, in: .utc)
        return writer.text
    }

    /// Closes an incident as a person would, without the glue.
    func close(_ id: String) {
        state.withLock { state in
            guard let index = state.incidents.firstIndex(where: { $0.sourceIncidentID == id })
            else {
                return
            }
            state.incidents[index].isOpen = false
            state.incidents[index].endTime = .ended(.now())
        }
    }

    /// Removes everything, as a new server would be.
    func forgetAll() {
        state.withLock {
            ($0.incidents, $0.events, $0.answers, $0.identifiers) = ([], [], [:], [])
        }
    }
}
