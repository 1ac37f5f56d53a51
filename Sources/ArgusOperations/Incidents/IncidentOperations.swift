import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with incidents.
package struct IncidentOperations: Sendable {
    let database: Database
    let presence: Presence
    let policy: IncidentPolicy
    let batcher: Batcher<IncidentNeeds, IncidentWriter>
    let recentTallies = RecentTallies()
    let keptCounts = KeptCounts()

    init(database: Database, presence: Presence, policy: IncidentPolicy) {
        (self.database, self.presence, self.policy) = (database, presence, policy)
        batcher = Batcher(database, size: \.size) { writer, needs in
            writer.isHeld(needs)
        } _: { transaction, needs in
            try IncidentWriter(transaction, for: needs.reduce(into: IncidentNeeds(), +=), presence)
        }
    }

    /// Whether incidents come faster than they can be written, so that whoever can wait should.
    package var isCrowded: Bool { batcher.isCrowded }

    /// Creates an incident of the asker's source system, or of a named one if a superuser asks.
    package func create(
        _ new: NewIncident, source: IncidentSource, by requester: Requester,
        once: Once<SourcedIncident>? = nil
    ) async throws -> Outcome<SourcedIncident> {
        let source = try source.resolved(for: requester)
        let needs = try IncidentNeeds(creating: new, of: source, by: requester, once)
        return try await batcher.submit(needs, .act, by: requester) { writer in
            try writer.transaction.perform(once, by: requester) {
                try writer.create(new, of: source, by: requester)
            }
        }
    }

    /// Writes an event into an incident's log, and lets it take effect.
    package func post(
        _ event: PostedEvent, to id: Incident.ID, by requester: Requester,
        once: Once<Event>? = nil
    ) async throws -> Outcome<Event> {
        let needs = try IncidentNeeds(postingTo: id, by: requester, once)
        return try await batcher.submit(needs, .act, by: requester) { writer in
            try writer.transaction.perform(once, by: requester) {
                try writer.post(event, to: id, by: requester)
            }
        }
    }

    /// Lists a page of the incidents that a filter describes, newest first.
    package func list(
        _ filter: IncidentFilter, _ page: PageRequest
    ) async throws -> Page<SourcedIncident> {
        let now = database.clock()
        return try await database.read { [presence] stores in
            try IncidentSearch(stores.connection, filter, now: now).page(page)
                .map { try stores.sourced($0, presence) }
        }
    }

    /// Counts the incidents that a filter describes.
    package func count(_ filter: IncidentFilter) async throws -> Int {
        let now = database.clock()
        return try await database.read { [keptCounts] in
            try keptCounts.count(filter, $0, now: now)
        }
    }

    /// Finds an incident, or refuses; also if a filter does not describe it.
    package func find(
        _ id: Incident.ID, where filter: IncidentFilter = .everything
    ) async throws -> SourcedIncident {
        if filter == .everything {
            return try await database.read { [presence] stores in
                try stores.sourced(stores.incidents.existing(id), presence)
            }
        }
        let found = try await list(.all([.ids([id.rawValue]), filter]), PageRequest(size: 1))
        guard let incident = found.items.first else { throw Refusal.noSuch(.incident) }
        return incident
    }

    /// Changes fields of an incident, and logs each that became different; the change is read once
    /// the incident is found, unless `check` refuses it as it is then.
    package func change(
        _ id: Incident.ID, _ change: @escaping @autoclosure @Sendable () throws -> IncidentChange,
        by requester: Requester,
        unless check: @escaping @Sendable (Incident) throws(Refusal) -> Void = { _ in }
    ) async throws -> SourcedIncident {
        try await database.write(.act, by: requester, changing: [id]) { [presence] transaction in
            let incident = try transaction.stores.incidents.existing(id)
            let change = try change()
            try requester.checkMayChange(incident)
            try check(incident)
            var revision = IncidentRevision(of: incident)
            try revision.change(change, by: requester, at: transaction.now)
            try transaction.apply(revision)
            return try transaction.stores.sourced(revision.incident, presence)
        }
    }

    /// Finds the address of an incident's ticket, or refuses: there is no ticket system that could
    /// make one.
    package func ticket(of id: Incident.ID, by requester: Requester) async throws -> String {
        try requester.check(.act)
        let incident = try await database.read { try $0.incidents.existing(id) }
        guard !incident.ticketURL.isEmpty else {
            throw Refusal.because(.noTicketSystem)
        }
        return incident.ticketURL
    }

    /// Removes an incident and its log; only its source or a superuser may.
    ///
    /// Which one is read once it is known that incidents are not kept.
    package func delete(
        _ id: @autoclosure () throws -> Incident.ID, by requester: Requester
    ) async throws {
        try requester.check(.act)
        guard policy.allowsDeletion else { throw Refusal.because(.deletionIsOff) }
        let id = try id()
        try await database.write(.act, by: requester, changing: [id]) { transaction in
            let incident = try transaction.stores.incidents.existing(id)
            guard requester.mayDelete(incidentOf: incident.source) else {
                throw Refusal.forbidden(
                    "Only its source system or a superuser may delete incident \(id).")
            }
            try transaction.stores.incidents.delete(id)
            transaction.recordUnlogged(.deletion, of: id)
        }
    }

    /// Writes down what must be written now and then: who was heard of, which incidents came to the
    /// end that had been set for them, and which acknowledgements hold no longer.
    package func settle(by requester: Requester) async throws {
        try requester.check(.keepHouse)
        let needsSettling = try await database.read { [presence, clock = database.clock] stores in
            let now = clock()
            return try !presence.isEmpty || stores.incidents.hasEnded(now: now)
                || stores.incidents.hasLapsed(now: now)
        }
        guard needsSettling else { return }
        try await database.write(.keepHouse, by: requester, settling: presence) { transaction in
            let incidents = transaction.stores.incidents
            while try incidents.settleEnded(now: transaction.now) == IncidentStore.settledAtOnce {}
            while try incidents.settleLapsed(now: transaction.now) == IncidentStore.settledAtOnce {}
        }
    }

    /// Lets the database know what has become of its tables, so that it finds what is asked in the best
    /// way.
    package func renewStatistics(by requester: Requester) async throws {
        try requester.check(.keepHouse)
        try await database.renewStatistics()
    }

    /// Forgets the answers kept for repeated requests once they are too old.
    package func forgetAnswers(by requester: Requester) async throws {
        try await database.write(.keepHouse, by: requester) { transaction in
            let oldest = transaction.now.advanced(by: .zero - Once<Event>.lifetime)
            _ = try transaction.stores.idempotency.delete(before: oldest)
        }
    }
}

/// Whose incident somebody creates.
package enum IncidentSource: Hashable, Sendable {
    /// The asker's own.
    case own
    /// A named one; as the asker wrote it, nil for null.
    case named(SourceSystem.ID?)

    /// The source that is meant; refuses those who may not speak for it.
    func resolved(for requester: Requester) throws(Refusal) -> SourceSystem.ID {
        try requester.check(.act)
        switch self {
        case .named where !requester.isSuperuser:
            throw .because(.mayNotNameSource)
        case .named(let id?): return id
        case .named(nil): throw .because(.noSource(nil))
        case .own:
            guard let source = requester.source else { throw .because(.isNoSource) }
            return source
        }
    }
}
