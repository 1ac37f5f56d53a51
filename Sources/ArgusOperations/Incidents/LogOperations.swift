import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with the log of an incident: events and acknowledgements.
package struct LogOperations: Sendable {
    let database: Database

    /// Lists an incident's log, newest first.
    package func events(of id: Incident.ID) async throws -> [Event] {
        try await database.read { stores in
            _ = try stores.incidents.existing(id)
            return try stores.events.list(of: id)
        }
    }

    /// Shows a page of an incident's log, newest entry first.
    package func page(of id: Incident.ID, _ page: PageRequest) async throws -> LogPage {
        let now = database.clock()
        return try await database.read { stores in
            let incident = try stores.incidents.existing(id)
            let events = try stores.events.list(page, of: id)
            let newest =
                page.cursor == nil
                ? events.items : try stores.events.list(PageRequest(size: page.size), of: id).items
            return LogPage(
                events: events,
                expirations: try stores.acknowledgements.expirations(of: events.items.map(\.id)),
                holding: incident.isAcked(at: now)
                    ? try stores.acknowledgements.last(of: [id], holdingAt: now)[id] : nil,
                last: newest.map(\.id).max() ?? 0)
        }
    }

    /// Lists a page of the logs of all incidents, newest entry first.
    package func events(_ page: PageRequest) async throws -> Page<Event> {
        try await database.read { try $0.events.list(page) }
    }

    /// Finds an entry of an incident's log, or refuses.
    package func event(_ id: Event.ID, of incident: Incident.ID) async throws -> Event {
        try await database.read { stores in
            guard let event = try stores.events.find(id, of: incident) else {
                throw Refusal.noSuch(.event)
            }
            return event
        }
    }

    /// Lists the acknowledgements of an incident, newest first.
    package func acknowledgements(of id: Incident.ID) async throws -> [Acknowledgement] {
        try await database.read { stores in
            _ = try stores.incidents.existing(id)
            return try stores.acknowledgements.list(of: id)
        }
    }

    /// Finds an acknowledgement of an incident, or refuses.
    package func acknowledgement(
        _ id: Event.ID, of incident: Incident.ID
    ) async throws -> Acknowledgement {
        try await database.read { try $0.acknowledgements.existing(id, of: incident) }
    }

    /// Acknowledges an incident; the acknowledgement is read once the incident is found.
    package func acknowledge(
        _ id: Incident.ID,
        with new: @escaping @autoclosure @Sendable () throws -> NewAcknowledgement,
        by requester: Requester, once: Once<Acknowledgement>? = nil
    ) async throws -> Outcome<Acknowledgement> {
        try await database.write(.act, by: requester, changing: [id]) { transaction in
            let incident = try transaction.stores.incidents.existing(id)
            let new = try new()
            return try transaction.perform(once, by: requester) {
                try requester.checkMayChange(incident)
                return try transaction.acknowledge(incident, with: new, by: requester)
            }
        }
    }

    /// Lets an acknowledgement hold for another time, which is read once the acknowledgement is found.
    package func expire(
        _ id: Event.ID, of incident: Incident.ID,
        at expiration: @escaping @autoclosure @Sendable () throws -> Timestamp?,
        by requester: Requester
    ) async throws -> Acknowledgement {
        try await database.write(.act, by: requester, changing: [incident]) { transaction in
            let store = transaction.stores.acknowledgements
            let old = try store.existing(id, of: incident)
            let expiration = try expiration()
            try requester.checkMayChange(transaction.stores.incidents.existing(incident))
            let changed = try old.expiring(expiration, now: transaction.now)
            try store.setExpiration(expiration, of: id)
            try transaction.settleAcknowledgements(of: incident)
            transaction.recordUnlogged(.expiration, of: incident)
            return changed
        }
    }
}

/// A part of an incident's log, and what else of it there is to know.
package struct LogPage: Sendable {
    package let events: Page<Event>
    /// Until when those of its entries acknowledge that do, nil for good.
    package let expirations: [Event.ID: Timestamp?]
    /// The last acknowledgement that holds, wherever in the log it stands; nil if none does.
    package let holding: Acknowledgement?
    /// What was written last among the newest entries of the log.
    package let last: Event.ID

    /// Puts a page together.
    package init(
        events: Page<Event>, expirations: [Event.ID: Timestamp?], holding: Acknowledgement?,
        last: Event.ID
    ) {
        (self.events, self.expirations) = (events, expirations)
        (self.holding, self.last) = (holding, last)
    }
}

extension Transaction {
    /// Acknowledges an incident, which the requester may.
    func acknowledge(
        _ incident: Incident, with new: NewAcknowledgement, by requester: Requester
    ) throws -> Acknowledgement {
        let user = try requester.user
        let until = max(incident.ackedUntil ?? .distantPast, new.expiration ?? .infinity)
        // Whoever is told of the event is told of an incident that is acknowledged.
        try stores.incidents.setAckedUntil(until, of: incident.id)
        let event = try record(
            new.event(by: user.id, received: now), of: incident.id, actorName: user.username)
        try stores.acknowledgements.insert(
            event.id, of: incident.id, expiration: new.expiration)
        return Acknowledgement(event: event, expiration: new.expiration)
    }

    /// Works out anew until when an incident is acknowledged.
    func settleAcknowledgements(of id: Incident.ID) throws {
        let until = try stores.acknowledgements.list(of: id).map { $0.expiration ?? .infinity }
            .max()
        try stores.incidents.setAckedUntil(until, of: id)
    }
}

extension AcknowledgementStore {
    fileprivate func existing(_ id: Event.ID, of incident: Incident.ID) throws -> Acknowledgement {
        guard let acknowledgement = try find(id, of: incident) else {
            throw Refusal.noSuch(.acknowledgement)
        }
        return acknowledgement
    }
}
