import ArgusClient
import ArgusVocabulary

extension Delivery {
    /// Changes what differs between what is said now and what the server has.
    func update(_ known: KnownIncident, _ entry: SpoolEntry) async throws -> Settlement {
        let said = entry.alert.said.text
        try await note(entry, on: known)
        if known.said == said {
            return .skipped(entry.sequence, Memory(known.with(at: entry.alert.time)))
        }
        do {
            let incident = try await client.incident(known.id)
            return try await update(known, entry, from: incident)
        } catch let error as ArgusError where error.isNotFound {
            guard entry.alert.kind == .open else { return .skipped(entry.sequence, .nothing) }
            let identifier = known.sourceIncidentID
            let posted = try await post(entry, as: identifier, ending: .open, step: "anew")
            guard let posted else {
                return try await adopt(Opening(entry: entry, early: nil, next: nil), identifier)
            }
            let anew = KnownIncident(key: known.key, posted, said: said)
            return .delivered([entry.sequence], Memory(anew))
        }
    }

    /// Writes into the log of an incident that updates of it were brought together, before the last of
    /// them is told: whatever fails then, they are told one by one.
    func note(_ entry: SpoolEntry, on known: KnownIncident) async throws {
        guard let merged = entry.merged, let note = merged.note(after: known.said) else { return }
        let event = NewEvent(type: .other, timestamp: merged.accepted, description: note)
        if entry.attempts > 0, try await isNoted(event, known) { return }
        do {
            try await client.post(event, to: known.id, key: key(entry, "merged"))
        } catch  where error.isNotFound {
            throw MustGoApart()
        }
    }

    private func isNoted(_ note: NewEvent, _ known: KnownIncident) async throws -> Bool {
        try await client.events(of: known.id).contains {
            $0.timestamp == note.timestamp && $0.description == note.description
        }
    }

    private func update(
        _ known: KnownIncident, _ entry: SpoolEntry, from incident: Incident
    ) async throws -> Settlement {
        let change = entry.alert.change(of: incident, formerly: known.said)
        let now = Memory(known.with(said: entry.alert.said.text, at: entry.alert.time))
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
            // Others' tags may not be taken away, and there may be but so many in all.
            let wanted = Tags(tags.prefix(max(0, AlertTailor.tagLimit - others.count)) + others)
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
