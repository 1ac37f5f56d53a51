import ArgusClient
import ArgusVocabulary

extension Delivery {
    /// Opens an incident, or changes the one that is open, or does what ``Recurrence`` says; what is
    /// older than what is known changes nothing.
    func open(_ entry: SpoolEntry, followedBy next: SpoolEntry?) async throws -> Settlement {
        let memory = try spool.memory(of: entry.alert.key, in: source)
        // A closing that came before its opening ends it.
        let early = memory.closing.flatMap { $0.ending(entry.alert) }
        let opening = Opening(entry: entry, early: early, next: next)
        if entry.merged != nil, early != nil { throw MustGoApart() }
        guard let known = memory.incident else {
            return try await create(opening, as: entry.alert.key)
        }
        if known.isOpen || known.ended != nil { return try await go(on: known, opening) }
        do {
            let incident = try await client.incident(known.id)
            return try await go(on: KnownIncident(key: known.key, incident), opening)
        } catch let error as ArgusError where error.isNotFound {
            return try await go(on: known, opening)
        }
    }

    /// An entry that opens a problem, and what is known to have closed it.
    struct Opening {
        let entry: SpoolEntry
        /// A closing that was delivered before.
        let early: EarlyClosing?
        /// The closing that follows, if it can travel along.
        let next: SpoolEntry?

        var alert: Alert { entry.alert }

        /// The same, which begins when it came if it is told live and would else begin before the end
        /// of what is over.
        func afterEnd(of known: KnownIncident) -> Opening {
            let isBefore = known.knowsMore(thanWasSaidAt: alert.time)
            guard alert.isLive, !known.isOpen, isBefore else { return self }
            return Opening(entry: entry.happening(at: entry.accepted), early: nil, next: nil)
        }
    }

    /// Changes what a problem is said to be, if it is known.
    func change(_ entry: SpoolEntry) async throws -> Settlement {
        let (key, moment) = (entry.alert.key, entry.alert.time)
        var known = try spool.memory(of: key, in: source).incident
        if known == nil { known = try await find(key, at: moment)?.incident }
        if let known, entry.merged != nil, moment < known.heard { throw MustGoApart() }
        guard let known, entry.alert.isLive || moment >= known.heard else {
            return .skipped(entry.sequence, .nothing)
        }
        return try await update(known, entry.happeningLast)
    }

    private func create(_ opening: Opening, as identifier: String) async throws -> Settlement {
        let entry = opening.entry
        // Where the early closing has something to say, an event of its own bears that.
        let early = opening.early.flatMap { $0.description.isEmpty ? $0.time : nil }
        let next = entry.attempts == 0 && opening.early == nil ? opening.next : nil
        let end = early ?? next?.alert.time
        let posted = try await post(
            entry, as: identifier, ending: end.map { .ended($0) } ?? .open,
            step: step(identifier, of: entry.alert) + (end == nil ? "" : "-whole")
                + (entry.merged == nil ? "" : "-merged"))
        guard let posted else {
            return entry.merged == nil
                ? try await adopt(opening, identifier) : try await recogniseWhole(entry, identifier)
        }
        let known = KnownIncident(posted, by: entry, endedAt: end)
        let sequences = [entry.sequence] + (next.map { [$0.sequence] } ?? [])
        return .delivered(sequences, Memory(try await ended(known, by: opening)))
    }

    /// A body of its own has a step of its own.
    private func step(_ identifier: String, of alert: Alert) -> String {
        if identifier == alert.key { return "open" }
        return identifier == Occurrence.name(of: alert)
            ? "again" : "again-\(identifier.utf8.count)"
    }

    /// Closes what was opened after its closing had come.
    private func ended(_ known: KnownIncident, by opening: Opening) async throws -> KnownIncident {
        guard let early = opening.early, known.isOpen else { return known }
        try await client.resolve(
            known.id, at: early.time, description: early.description,
            key: key(opening.entry, "early"))
        return known.closed(at: early.time)
    }

    /// Goes on with the incident that has the identifier already: it was posted by an attempt whose
    /// answer was lost, or by an earlier spool.
    func adopt(_ opening: Opening, _ identifier: String) async throws -> Settlement {
        let (entry, key) = (opening.entry, opening.alert.key)
        guard let found = try await client.mine(sourceIncidentID: identifier) else {
            let reason = "the server has an incident \(identifier) of this source, but shows none"
            return .dead(entry.sequence, reason: reason)
        }
        guard Occurrence.isOne(found, of: key) else {
            let later =
                identifier == key ? try await later(key, than: nil, at: entry.alert.time) : nil
            if let later { return try await go(on: later.incident, opening) }
            return try await create(opening, as: "\(identifier)@\(entry.alert.time)")
        }
        if found.startTime == entry.alert.time { return try await recognise(found, opening) }
        guard identifier == key else {
            let reason = "the server has an incident \(identifier) that began at another time"
            return .dead(entry.sequence, reason: reason)
        }
        let finding = try await find(key, at: entry.alert.time, found)
        let settlement = try await go(on: finding.incident, opening)
        // Of one that is over it is not certain that it is the latest: it is looked up again.
        if case .skipped(let sequence, _) = settlement, !finding.isLatest {
            return .skipped(sequence, .nothing)
        }
        return settlement
    }

    /// Goes on with the incident that was posted from the same entries, by an attempt whose answer was
    /// lost.
    private func recogniseWhole(
        _ entry: SpoolEntry, _ identifier: String
    ) async throws -> Settlement {
        guard entry.attempts > 0, let merged = entry.merged, merged.updates > 0,
            let found = try await client.mine(sourceIncidentID: identifier),
            found.startTime == entry.alert.time, Occurrence.updates(of: found) == merged.updates
        else { throw MustGoApart() }
        guard found.isOpen else { return .delivered([entry.sequence], .nothing) }
        let known = KnownIncident(found, by: entry, endedAt: nil)
        return .delivered([entry.sequence], Memory(known))
    }

    /// This very opening is on the server already: it was sent before, or is told again.
    private func recognise(_ found: Incident, _ opening: Opening) async throws -> Settlement {
        let entry = opening.entry
        var known = try await known(entry.alert.key, found)
        guard known.isOpen else {
            if entry.attempts == 0, entry.alert.isLive { return try await go(on: known, opening) }
            return entry.attempts > 0
                ? .delivered([entry.sequence], .nothing) : .skipped(entry.sequence, .nothing)
        }
        guard entry.attempts > 0 else { return .skipped(entry.sequence, Memory(known)) }
        known.said = entry.alert.said.text
        return .delivered([entry.sequence], Memory(try await ended(known, by: opening)))
    }

    /// Does what an opening means for an incident that is known.
    private func go(on known: KnownIncident, _ opening: Opening) async throws -> Settlement {
        let isLate = known.knowsMore(thanWasSaidAt: opening.alert.time)
        if opening.entry.merged != nil, isLate { throw MustGoApart() }
        let opening = opening.afterEnd(of: known)
        let entry = opening.entry
        if known.knowsMore(thanWasSaidAt: entry.alert.time),
            !(entry.alert.isLive && known.isOpen)
        {
            return .skipped(entry.sequence, Memory(known))
        }
        if known.isOpen { return try await update(known, entry.happeningLast) }
        switch recurrence {
        case .new: return try await create(opening, as: Occurrence.name(of: entry.alert))
        case .restart: return try await restart(known, opening)
        }
    }

    private func restart(_ known: KnownIncident, _ opening: Opening) async throws -> Settlement {
        let entry = opening.entry
        do {
            if try await !hasRestarted(known, entry) {
                try await client.restart(
                    known.id, at: entry.alert.time, description: entry.alert.description,
                    key: key(entry, "restart"))
            }
            try await note(entry, on: known)
            let incident = try await client.incident(known.id)
            var reopened = known
            (reopened.isOpen, reopened.ended) = (true, nil)
            (reopened.started, reopened.heard) = (entry.alert.time, entry.alert.time)
            if let change = entry.alert.change(of: incident, formerly: known.said) {
                try await client.change(known.id, change)
            }
            reopened.said = entry.alert.said.text
            return .delivered([entry.sequence], Memory(try await ended(reopened, by: opening)))
        } catch let error as ArgusError where error.isNotFound {
            return try await create(opening, as: known.key)
        }
    }

    /// Whether an earlier attempt has opened the incident again, and only its answer was lost.
    private func hasRestarted(_ known: KnownIncident, _ entry: SpoolEntry) async throws -> Bool {
        guard entry.attempts > 0 else { return false }
        return try await client.events(of: known.id).contains {
            $0.type == .restart && $0.timestamp == entry.alert.time
        }
    }
}

extension KnownIncident {
    /// What is known of an incident that was just posted as an entry says.
    init(_ posted: Incident, by entry: SpoolEntry, endedAt end: Timestamp?) {
        self.init(key: entry.alert.key, posted, said: entry.alert.said.text)
        logged = started
        if let merged = entry.merged { heard = max(heard, merged.last) }
        if let end { self = closed(at: end) }
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
