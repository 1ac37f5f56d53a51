import ArgusClient
import ArgusVocabulary

/// What became of an entry that was to be sent together with others.
enum Fate: Sendable {
    case settled(Settlement)
    /// Nothing: it needs a look at the server first, or was refused, and is to be sent by itself.
    case alone

    /// What is to be written down; nil if nothing is.
    var settlement: Settlement? {
        if case .settled(let settlement) = self { settlement } else { nil }
    }
}

extension Delivery {
    /// Sends entries of different keys, some with the closing that follows them, over the batch
    /// endpoint of version 3.
    ///
    /// Only what is simple goes together: what is new, and what ends an incident that is known to be
    /// open. It ends up just as if each had been sent by itself. It has no idempotency key: the
    /// server knows by the `source_incident_id` what it was told before. Throws what says nothing
    /// about a single entry.
    func deliverTogether(
        _ entries: [(entry: SpoolEntry, closing: SpoolEntry?)]
    ) async throws -> [Fate] {
        let memories = try spool.memories(of: entries.map(\.entry.alert.key), in: source)
        let plans = zip(entries, memories).map { plan($0.entry, $0.closing, $1) }
        let sent = try await withoutKnown(plans)
        let answers = try await client.batch(sent.compactMap { $0?.item }, key: nil)
        var rest = answers[...]
        return sent.map { plan in
            guard let plan, let answer = rest.popFirst() else { return .alone }
            return plan.fate(answer).map(Fate.settled) ?? .alone
        }
    }

    /// The plans without those whose incident the server has already, as far as the spool has
    /// forgotten that, and without a second one of the same identifier.
    ///
    /// An update that changes nothing asks for an incident.
    private func withoutKnown(_ plans: [Plan?]) async throws -> [Plan?] {
        let identifiers = plans.compactMap { $0?.newIdentifier }
        let answers = try await client.batch(
            identifiers.map { .change(.sourceIncidentID($0), IncidentChange()) }, key: nil)
        // By their bytes, as the server compares them.
        var absent: Set<[UInt8]> = []
        for (identifier, answer) in zip(identifiers, answers) where answer.saysNotFound {
            absent.insert(Array(identifier.utf8))
        }
        return plans.map { plan in
            guard let identifier = plan?.newIdentifier else { return plan }
            return absent.remove(Array(identifier.utf8)) == nil ? nil : plan
        }
    }

    /// What is to be said of an entry; nil if it cannot be said together with others.
    private func plan(_ entry: SpoolEntry, _ closing: SpoolEntry?, _ memory: Memory) -> Plan? {
        guard let entry = try? entry.deliverable(for: client.version),
            let same = try? entry.deliverable(for: .v3), same.alert == entry.alert
        else { return nil }
        switch entry.alert.kind {
        case .open: return opening(entry, closing, memory)
        case .close: return ending(entry, memory)
        case .stateless:
            let incident = entry.alert.incident(as: ownIdentifier(of: entry), ending: .stateless)
            return .note(entry, incident)
        case .event, .change: return nil
        }
    }

    private func opening(
        _ entry: SpoolEntry, _ closing: SpoolEntry?, _ memory: Memory
    ) -> Plan? {
        guard memory.closing == nil else { return nil }
        var identifier = entry.alert.key
        if let known = memory.incident {
            guard recurrence == .new, !known.isOpen, known.ended != nil,
                !known.knowsMore(thanWasSaidAt: entry.alert.time)
            else { return nil }
            identifier = Occurrence.name(of: entry.alert)
        }
        let end = closing?.alert.time
        let incident = entry.alert.incident(
            as: identifier, ending: end.map { .ended($0) } ?? .open, merged: entry.merged)
        return .open(entry, closing: closing, incident)
    }

    private func ending(_ entry: SpoolEntry, _ memory: Memory) -> Plan? {
        guard let known = memory.incident, known.isOpen, !isOldNews(entry.alert, of: known) else {
            return nil
        }
        return .close(entry, known, at: max(entry.alert.time, known.started))
    }
}

/// What is said of an entry in a batch.
private enum Plan {
    case open(SpoolEntry, closing: SpoolEntry?, NewIncident)
    case note(SpoolEntry, NewIncident)
    case close(SpoolEntry, KnownIncident, at: Timestamp)

    /// The identifier of an incident that is to be created; nil if none is.
    var newIdentifier: String? {
        switch self {
        case .open(_, _, let incident), .note(_, let incident): incident.sourceIncidentID
        case .close: nil
        }
    }

    var item: BatchItem {
        switch self {
        case .open(_, _, let incident), .note(_, let incident): .post(incident)
        case .close(let entry, let known, let moment):
            .close(.id(known.id), at: moment, description: entry.alert.description)
        }
    }

    /// What came of it by the answer; nil if that is for the entry by itself to find out.
    func fate(_ answer: BatchAnswer) -> Settlement? {
        switch (self, answer) {
        case (.open(let entry, let closing, _), .created(let incident)):
            let known = KnownIncident(incident, by: entry, endedAt: closing?.alert.time)
            let sequences =
                [entry.sequence] + (entry.merged?.sequences ?? [])
                + (closing.map { [$0.sequence] } ?? [])
            return .delivered(sequences, Memory(known))
        case (.note(let entry, _), .created):
            return .delivered([entry.sequence], .nothing)
        case (.close(let entry, let known, let moment), .known(let incident))
        where incident.endTime == .ended(moment):
            return .delivered([entry.sequence], Memory(known.closed(at: moment)))
        default: return nil
        }
    }
}

extension BatchAnswer {
    /// Whether there is no such incident of this source.
    fileprivate var saysNotFound: Bool {
        if case .refused(let refusal) = self { refusal.status == 404 } else { false }
    }
}
