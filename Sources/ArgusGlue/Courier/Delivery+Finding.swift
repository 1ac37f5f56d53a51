import ArgusClient

extension Delivery {
    /// What the server has of a key.
    struct Finding {
        let incident: KnownIncident
        /// Whether it is certain that no later one of the key ended, or goes on, after the time that
        /// was asked about: then it is worth remembering.
        let isLatest: Bool
    }

    /// Finds the incident of a key in the light of which something that happened at a time is to be
    /// judged: the latest that goes on or ended then or later, else the first one; nil if there is
    /// none.
    func find(_ key: String, at moment: Timestamp) async throws -> Finding? {
        guard let first = try await client.mine(sourceIncidentID: key) else { return nil }
        guard Occurrence.isOne(first, of: key) else {
            return try await later(key, than: nil, at: moment)
        }
        return try await find(key, at: moment, first)
    }

    /// The same, when the first incident of the key is at hand.
    func find(_ key: String, at moment: Timestamp, _ first: Incident) async throws -> Finding {
        let known = try await known(key, first)
        if known.isOpen || recurrence == .restart {
            return Finding(incident: known, isLatest: true)
        }
        if !known.knowsMore(thanWasSaidAt: moment),
            let later = try await later(key, than: known.ended, at: moment)
        {
            return later
        }
        return Finding(incident: known, isLatest: false)
    }

    /// Finds the latest further incident of a key that began after the first had ended, and goes on
    /// or ended at a time or later.
    func later(
        _ key: String, than end: Timestamp?, at moment: Timestamp
    ) async throws -> Finding? {
        var latest: Incident?
        for try await incident in client.mine(IncidentQuery(endedFrom: moment))
        where incident.sourceIncidentID != key && Occurrence.isOne(incident, of: key) {
            if let end, incident.startTime < end { continue }
            if let latest, latest.startTime >= incident.startTime { continue }
            latest = incident
        }
        guard let latest else { return nil }
        return Finding(incident: try await known(key, latest), isLatest: true)
    }

    /// Finds the incident of a key that went on at a time.
    func covering(_ key: String, at moment: Timestamp) async throws -> KnownIncident? {
        let then = IncidentQuery(startedUntil: moment, endedFrom: moment)
        for try await incident in client.mine(then) where Occurrence.isOne(incident, of: key) {
            return KnownIncident(key: key, incident)
        }
        return nil
    }

    /// What there is to know of an incident: one that goes on may have been opened again, which
    /// stands in its log alone.
    func known(_ key: String, _ incident: Incident) async throws -> KnownIncident {
        var known = KnownIncident(key: key, incident)
        guard incident.isOpen else { return known }
        let openings = try await client.events(of: incident.id).filter { $0.type == .restart }
        if let last = openings.map(\.timestamp).max(), last > known.started {
            (known.started, known.heard) = (last, last)
        }
        return known
    }
}
