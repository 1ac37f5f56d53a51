import ArgusClient

extension Delivery {
    /// Opens an incident, or changes the one that is open, or does what ``Recurrence`` says.
    func open(_ entry: SpoolEntry, followedBy next: SpoolEntry?) async throws -> Settlement {
        let key = entry.alert.key
        guard let known = try spool.incident(for: key) else {
            return try await create(entry, as: key, followedBy: next)
        }
        if known.isOpen { return try await update(known, entry) }
        return try await recur(known, entry, followedBy: next)
    }

    /// Changes what a problem is said to be, if it is known.
    func change(_ entry: SpoolEntry) async throws -> Settlement {
        if let known = try spool.incident(for: entry.alert.key) {
            return try await update(known, entry)
        }
        if let found = try await find(entry.alert.key) { return try await update(found, entry) }
        return .skipped(entry.sequence, nil)
    }

    private func create(
        _ entry: SpoolEntry, as identifier: String, followedBy next: SpoolEntry?
    ) async throws -> Settlement {
        let closing = entry.attempts == 0 ? next : nil
        let end = closing.map { EndTime.ended($0.alert.time) } ?? .open
        let step = identifier == entry.alert.key ? "open" : "again"
        let posted = try await post(
            entry, as: identifier, ending: end, step: closing == nil ? step : "whole")
        guard let posted else { return try await adopt(entry, identifier) }
        let known = KnownIncident(
            key: entry.alert.key, posted, isOpen: closing == nil, said: entry.alert.said.text)
        return .delivered([entry.sequence] + (closing.map { [$0.sequence] } ?? []), known)
    }

    /// Goes on with the incident that has the identifier already: it was posted by an attempt whose
    /// answer was lost, or by an earlier spool.
    private func adopt(_ entry: SpoolEntry, _ identifier: String) async throws -> Settlement {
        guard let found = try await client.mine(sourceIncidentID: identifier) else {
            let reason = "the server has an incident \(identifier) of this source, but shows none"
            return .dead(entry.sequence, reason: reason)
        }
        let known = KnownIncident(key: entry.alert.key, found)
        if found.isOpen { return try await update(known, entry, on: found) }
        if found.startTime == entry.alert.time {
            return .delivered([entry.sequence], known.with(said: entry.alert.said.text))
        }
        return try await recur(known, entry, followedBy: nil)
    }

    private func recur(
        _ known: KnownIncident, _ entry: SpoolEntry, followedBy next: SpoolEntry?
    ) async throws -> Settlement {
        // The same opening once more, of an occurrence that is over: an old message, not a problem.
        if known.started == entry.alert.time { return .skipped(entry.sequence, nil) }
        switch recurrence {
        case .new: return try await create(entry, as: occurrence(entry.alert), followedBy: next)
        case .restart: return try await restart(known, entry)
        }
    }

    private func restart(_ known: KnownIncident, _ entry: SpoolEntry) async throws -> Settlement {
        do {
            var isOpen = false
            if entry.attempts > 0 { isOpen = try await client.incident(known.id).isOpen }
            if !isOpen {
                try await client.restart(
                    known.id, at: entry.alert.time, description: entry.alert.description,
                    key: key(entry, "restart"))
            }
            let incident = try await client.incident(known.id)
            var reopened = KnownIncident(key: known.key, incident, isOpen: true, said: known.said)
            reopened.started = entry.alert.time
            let settlement = try await update(reopened, entry, on: incident)
            if case .skipped(let sequence, let incident) = settlement {
                return .delivered([sequence], incident ?? reopened)
            }
            return settlement
        } catch let error as ArgusError where error.isNotFound {
            return try await create(entry, as: known.key, followedBy: nil)
        }
    }

    /// Changes what differs between what is said now and what the server has.
    private func update(
        _ known: KnownIncident, _ entry: SpoolEntry, on fetched: Incident? = nil
    ) async throws -> Settlement {
        let said = entry.alert.said.text
        if fetched == nil, known.said == said { return .skipped(entry.sequence, nil) }
        if let fetched { return try await update(known, entry, from: fetched) }
        do {
            let incident = try await client.incident(known.id)
            return try await update(known, entry, from: incident)
        } catch let error as ArgusError where error.isNotFound {
            guard entry.alert.kind == .open else { return .skipped(entry.sequence, nil) }
            let posted = try await post(
                entry, as: known.sourceIncidentID, ending: .open, step: "anew")
            guard let posted else { return try await adopt(entry, known.sourceIncidentID) }
            let anew = KnownIncident(key: known.key, posted, said: said)
            return .delivered([entry.sequence], anew)
        }
    }

    private func update(
        _ known: KnownIncident, _ entry: SpoolEntry, from incident: Incident
    ) async throws -> Settlement {
        let change = entry.alert.change(of: incident, formerly: known.said)
        let now = known.with(said: entry.alert.said.text)
        guard let change else { return .skipped(entry.sequence, now) }
        try await client.change(known.id, change)
        return .delivered([entry.sequence], now)
    }
}

extension Alert {
    /// What is said of the problem, without when.
    var said: JSONValue {
        var object = JSONObject()
        if !description.isEmpty { object.set("description", to: .string(description)) }
        if let level { object.set("level", to: .integer(Int64(level.rawValue))) }
        if let tags { object.set("tags", to: .array(tags.map { .string($0.description) })) }
        if let detailsURL { object.set("details_url", to: .string(detailsURL)) }
        return .object(object)
    }

    /// What must be changed of an incident for it to be as this alert says; nil if nothing.
    ///
    /// Tags that others have added stay: only those go that were said formerly and are not now.
    func change(of incident: Incident, formerly said: String) -> IncidentChange? {
        var change = IncidentChange()
        if !description.isEmpty, description != incident.description {
            change.description = description
        }
        if let level, level != incident.level { change.level = level }
        if let tags {
            let former = (try? JSONValue(parsing: said))?["tags"]?.array?.compactMap(\.string)
            let ours = former.map(Set.init) ?? incident.tagsOfSource
            let others = incident.tags.filter { !ours.contains($0.description) }
            let wanted = Tags(Array(tags) + others)
            if Set(wanted) != Set(incident.tags) { change.tags = wanted }
        }
        return change == IncidentChange() ? nil : change
    }
}

extension Incident {
    /// The tags that the source system itself put there, as far as the answer tells.
    fileprivate var tagsOfSource: Set<String> {
        Set(tagDetails.filter { $0.addedBy == source.userID }.map(\.tag))
    }
}

extension ArgusError {
    /// Whether there is no such thing, or none that this source may touch.
    var isNotFound: Bool {
        switch kind {
        case .notFound: true
        default: false
        }
    }
}
