import ArgusClient

extension Delivery {
    /// Closes the incident of a problem; one that is not known, or closed, needs nothing.
    func close(_ entry: SpoolEntry) async throws -> Settlement {
        let kept = try spool.incident(for: entry.alert.key)
        if kept?.isOpen != true, let settlement = try waitForOpening(entry) { return settlement }
        var known = kept
        if known == nil { known = try await find(entry.alert.key) }
        guard let known, known.isOpen else { return .skipped(entry.sequence, known) }
        do {
            return try await end(known, entry)
        } catch let error as ArgusError where error.isOutOfReach {
            let found = try await find(known.key)
            guard let found, found.isOpen else { return .skipped(entry.sequence, found) }
            guard found.id != known.id else { throw error }
            return try await end(found, entry)
        }
    }

    private func end(
        _ known: KnownIncident, _ entry: SpoolEntry
    ) async throws -> Settlement {
        let settlement = Settlement.delivered([entry.sequence], known.with(isOpen: false))
        if entry.attempts > 0 {
            let incident = try await client.incident(known.id)
            if !incident.isOpen { return settlement }
        }
        try await client.resolve(
            known.id, at: entry.alert.time, description: entry.alert.description,
            key: key(entry, "end"))
        return settlement
    }

    /// Adds an entry to the log of a problem's incident.
    func event(_ entry: SpoolEntry) async throws -> Settlement {
        let kept = try spool.incident(for: entry.alert.key)
        if kept == nil, let settlement = try waitForOpening(entry) { return settlement }
        var known = kept
        if known == nil { known = try await find(entry.alert.key) }
        guard let known else {
            return .dead(entry.sequence, reason: "there is no incident for this key")
        }
        do {
            return try await other(known, entry)
        } catch let error as ArgusError where error.isOutOfReach {
            guard let found = try await find(known.key) else {
                return .dead(entry.sequence, reason: "there is no incident for this key any more")
            }
            guard found.id != known.id else { throw error }
            return try await other(found, entry)
        }
    }

    private func other(
        _ known: KnownIncident, _ entry: SpoolEntry
    ) async throws -> Settlement {
        let alert = entry.alert
        if entry.attempts > 0 {
            let isThere = try await client.events(of: known.id).contains {
                $0.type == .other && $0.timestamp == alert.time
                    && $0.description == alert.description
            }
            if isThere { return .delivered([entry.sequence], known) }
        }
        let event = NewEvent(type: .other, timestamp: alert.time, description: alert.description)
        try await client.post(event, to: known.id, key: key(entry, "event"))
        return .delivered([entry.sequence], known)
    }

    /// What follows an opening that is a dead letter joins it: once that is retried, both go.
    private func waitForOpening(_ entry: SpoolEntry) throws -> Settlement? {
        let opening = try spool.deadOpening(of: entry.alert.key, before: entry.sequence)
        return opening.map {
            .dead(entry.sequence, reason: "the problem's opening is dead letter \($0)")
        }
    }
}

extension ArgusError {
    /// Whether there is no such incident any more, or none that this source may touch: what was
    /// known of it must be looked up again.
    var isOutOfReach: Bool {
        switch kind {
        case .notFound, .forbidden: true
        default: false
        }
    }
}
