import ArgusVocabulary
import NIOHTTP1

extension ArgusClient {
    /// Opens an incident, or records one that is over or stateless, and gives back what the server
    /// made of it.
    ///
    /// A source system may use a `sourceIncidentID` only once: otherwise the refusal
    /// ``Refusal/isDuplicate``.
    @discardableResult
    public func post(
        _ incident: NewIncident,
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> Incident {
        let request = Request(.POST, incidentPath(), body: incident.json(version), key: key)
        do {
            return try await transport.read(request, Incident.init)
        } catch  where error.isDuplicate && error.attempts > 1 {
            // An earlier attempt had reached a server that does not know idempotency keys, and only
            // its answer was lost: the incident that stands in the way is the one we posted. One
            // that began at another time is not.
            guard let posted = try await mine(sourceIncidentID: incident.sourceIncidentID),
                posted.startTime == incident.startTime
            else { throw error }
            return posted
        }
    }

    /// Fetches one incident.
    public func incident(_ id: Incident.ID) async throws(ArgusError) -> Incident {
        try await transport.read(Request(.GET, incidentPath("\(id)/")), Incident.init)
    }

    /// The incidents of all source systems that a query asks for, newest first.
    public func incidents(_ query: IncidentQuery = IncidentQuery()) -> IncidentPages {
        IncidentPages(client: self, list: .all, query: query)
    }

    /// The incidents of this client's own source system that a query asks for, newest first.
    ///
    /// The API cannot be asked for these by level, keys or sources: of what it answers, the client
    /// passes over those that do not fit. It knows no `search` either, which is refused.
    public func mine(_ query: IncidentQuery = IncidentQuery()) -> IncidentPages {
        IncidentPages(client: self, list: .mine, query: query)
    }

    /// Finds the incident that this client's source system posted under its own identifier, open
    /// or closed; nil if there is none.
    public func mine(sourceIncidentID: String) async throws(ArgusError) -> Incident? {
        guard !sourceIncidentID.isEmpty else { return nil }
        let found = mine(IncidentQuery(sourceIncidentID: sourceIncidentID, pageSize: 1))
        for try await incident in found where incident.sourceIncidentID == sourceIncidentID {
            return incident
        }
        return nil
    }

    /// Changes what is named of an incident, and gives back the whole; what a version of the API does
    /// not have, such as metadata in version 1, cannot be changed in it.
    @discardableResult
    public func change(
        _ id: Incident.ID,
        _ change: IncidentChange
    ) async throws(ArgusError) -> Incident {
        let request = Request(.PATCH, incidentPath("\(id)/"), body: change.json(version))
        if let member = change.details.firstUnsayable(in: version) {
            let reason = "version \(version.rawValue.dropFirst()) of the API has no \(member.name)"
            throw request.failure(.unsayable(reason: reason), transport.server)
        }
        return try await transport.read(request, Incident.init)
    }

    /// Links a ticket with an incident; an empty URL takes the link away.
    public func setTicketURL(_ url: String, on id: Incident.ID) async throws(ArgusError) {
        let body: JSONValue = ["ticket_url": .string(url)]
        _ = try await transport.send(Request(.PUT, incidentPath("\(id)/ticket_url/"), body: body))
    }

    func incidentPath(_ rest: String = "") -> String {
        "\(version.path)incidents/\(rest)"
    }
}
