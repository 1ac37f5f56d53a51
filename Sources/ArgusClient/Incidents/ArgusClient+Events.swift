import ArgusVocabulary
import NIOHTTP1

extension ArgusClient {
    /// Adds an entry to an incident's log, with what follows from it.
    @discardableResult
    public func post(
        _ event: NewEvent,
        to id: Incident.ID,
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> Event {
        let path = logPath("\(id)/events/")
        return try await transport.read(
            Request(.POST, path, body: event.json(now: now), key: key),
            Event.init
        )
    }

    /// Says that the monitoring system saw the problem end (`END`), now unless another time is
    /// given; for source systems only.
    ///
    /// On an incident that is closed already it is recorded and changes nothing.
    @discardableResult
    public func resolve(
        _ id: Incident.ID,
        at moment: Timestamp? = nil,
        description: String = "",
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> Event {
        let event = NewEvent(type: .end, timestamp: moment, description: description)
        return try await post(event, to: id, key: key)
    }

    /// Says that the monitoring system saw the problem come back (`RES`), now unless another time is
    /// given; for source systems only.
    @discardableResult
    public func restart(
        _ id: Incident.ID,
        at moment: Timestamp? = nil,
        description: String = "",
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> Event {
        let event = NewEvent(type: .restart, timestamp: moment, description: description)
        return try await post(event, to: id, key: key)
    }

    /// An incident's log, newest first.
    public func events(of id: Incident.ID) async throws(ArgusError) -> [Event] {
        let request = Request(.GET, logPath("\(id)/events/"))
        return try await transport.readList(request, Event.init)
    }

    /// All acknowledgements of an incident, expired ones too.
    public func acknowledgements(
        of id: Incident.ID
    ) async throws(ArgusError) -> [Acknowledgement] {
        let request = Request(.GET, logPath("\(id)/acks/"))
        return try await transport.readList(request, Acknowledgement.init)
    }

    /// Says that somebody takes care of an incident, from now on and for good unless something else
    /// is said.
    @discardableResult
    public func acknowledge(
        _ id: Incident.ID,
        _ acknowledgement: NewAcknowledgement = NewAcknowledgement(),
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> Acknowledgement {
        let body = acknowledgement.json(version, now: now)
        let path = logPath("\(id)/acks/")
        return try await transport.read(
            Request(.POST, path, body: body, key: key),
            Acknowledgement.init
        )
    }

    /// Changes until when an acknowledgement holds, which must lie ahead; nil if it does not end.
    ///
    /// One that has ended stays so, and is refused.
    @discardableResult
    public func changeAcknowledgement(
        _ id: Event.ID,
        of incident: Incident.ID,
        expiration: Timestamp?
    ) async throws(ArgusError) -> Acknowledgement {
        let body: JSONValue = ["expiration": expiration.map { .string($0.text()) } ?? .null]
        let request = Request(.PATCH, logPath("\(incident)/acks/\(id)/"), body: body)
        return try await transport.read(request, Acknowledgement.init)
    }

    private var now: Timestamp { transport.configuration.clock() }

    /// Events and acknowledgements are the same in versions 2 and 3, and the existing server has
    /// them only under version 2.
    func logPath(_ rest: String) -> String {
        "\((version == .v3 ? .v2 : version).path)incidents/\(rest)"
    }
}
