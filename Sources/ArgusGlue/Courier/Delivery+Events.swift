import ArgusClient

extension Delivery {
    /// Closes the incident of a problem; one that is not known, or closed, needs nothing, but its
    /// opening may come yet.
    func close(_ entry: SpoolEntry) async throws -> Settlement {
        let (key, moment) = (entry.alert.key, entry.alert.time)
        let kept = try spool.memory(of: key, in: source).incident
        if let kept, kept.isOpen || kept.ended != nil, isOldNews(entry.alert, of: kept) {
            return .skipped(entry.sequence, .nothing)
        }
        if kept?.isOpen != true, let settlement = try waitForOpening(entry) { return settlement }
        guard let kept else { return try await close(entry, find(key, at: moment)) }
        guard kept.isOpen else { return .skipped(entry.sequence, early(entry)) }
        do {
            return try await end(kept, entry)
        } catch let error as ArgusError where error.isOutOfReach {
            guard let found = try await find(key, at: moment) else {
                return .skipped(entry.sequence, Memory(kept.closed(at: moment)))
            }
            guard found.incident.id != kept.id else { throw error }
            return try await close(entry, found)
        }
    }

    private func close(_ entry: SpoolEntry, _ found: Finding?) async throws -> Settlement {
        guard let found else { return .skipped(entry.sequence, early(entry)) }
        let known = found.incident
        if isOldNews(entry.alert, of: known) {
            return .skipped(entry.sequence, found.isLatest ? Memory(known) : .nothing)
        }
        if known.isOpen { return try await end(known, entry) }
        return .skipped(entry.sequence, early(entry))
    }

    /// Whether a closing says nothing new of what is known.
    func isOldNews(_ closing: Alert, of known: KnownIncident) -> Bool {
        closing.isOnce || closing.isLive
            ? !known.isOpen : known.knowsMore(thanWasSaidAt: closing.time)
    }

    /// An opening that comes after a closing that was told live is of something new.
    private func early(_ entry: SpoolEntry) -> Memory {
        entry.alert.isLive ? .nothing : Memory(closing: EarlyClosing(entry.alert))
    }

    private func end(
        _ known: KnownIncident, _ entry: SpoolEntry
    ) async throws -> Settlement {
        let moment = max(entry.alert.time, known.started)
        let closed = known.closed(at: moment)
        let settlement = Settlement.delivered([entry.sequence], Memory(closed))
        if entry.attempts > 0 {
            let incident = try await client.incident(known.id)
            if !incident.isOpen { return settlement }
        }
        try await client.resolve(
            known.id, at: moment, description: entry.alert.description, key: key(entry, "end"))
        return settlement
    }

    /// Adds an entry to the log of a problem's incident: the one that went on then.
    func event(_ entry: SpoolEntry) async throws -> Settlement {
        let (key, moment) = (entry.alert.key, entry.alert.time)
        let kept = try spool.memory(of: key, in: source).incident.map {
            Finding(incident: $0, isLatest: true)
        }
        if kept == nil, let settlement = try waitForOpening(entry) { return settlement }
        var finding = kept
        if finding == nil { finding = try await find(key, at: moment) }
        guard let finding else {
            return .dead(entry.sequence, reason: "there is no incident for this key")
        }
        if moment < finding.incident.started, let then = try await covering(key, at: moment) {
            return try await log(entry, in: Finding(incident: then, isLatest: false))
        }
        do {
            return try await log(entry, in: finding)
        } catch let error as ArgusError where error.isOutOfReach {
            guard let found = try await find(key, at: moment) else {
                return .dead(entry.sequence, reason: "there is no incident for this key any more")
            }
            guard found.incident.id != finding.incident.id else { throw error }
            return try await log(entry, in: found)
        }
    }

    /// Writes an event into a log, unless it is there already: it may have been sent, or told,
    /// before.
    private func log(_ entry: SpoolEntry, in finding: Finding) async throws -> Settlement {
        let (alert, known) = (entry.alert, finding.incident)
        let isNew = entry.attempts == 0 && known.logged.map { alert.time > $0 } ?? false
        if !isNew {
            let isThere = try await client.events(of: known.id).contains {
                $0.type == (alert.isAcknowledgement ? .acknowledge : .other)
                    && $0.timestamp == alert.time && $0.description == alert.description
            }
            if isThere { return .skipped(entry.sequence, .nothing) }
        }
        try await say(alert, of: known.id, key: key(entry, "event"))
        guard finding.isLatest, let logged = known.logged else {
            return .delivered([entry.sequence], .nothing)
        }
        var now = known
        now.logged = max(logged, alert.time)
        return .delivered([entry.sequence], Memory(now))
    }

    private func say(_ alert: Alert, of id: Incident.ID, key: IdempotencyKey) async throws {
        if alert.isAcknowledgement {
            try await client.acknowledge(
                id, NewAcknowledgement(timestamp: alert.time, description: alert.description),
                key: key)
        } else {
            let event = NewEvent(
                type: .other, timestamp: alert.time, description: alert.description)
            try await client.post(event, to: id, key: key)
        }
    }

    /// What follows an opening that is a dead letter joins it: once that is retried, both go.
    private func waitForOpening(_ entry: SpoolEntry) throws -> Settlement? {
        let opening = try spool.deadOpening(of: entry)
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
