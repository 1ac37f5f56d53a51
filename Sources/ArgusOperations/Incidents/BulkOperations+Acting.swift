import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension BulkOperations {
    /// For how long it can be undone what was done to many.
    package static var undoing: Duration { .seconds(10) }
    /// What the way of a click to the server may add to that.
    private static var grace: Duration { .seconds(5) }

    /// Does something to incidents, those named or all of a list; what one of them refuses leaves that
    /// one as it is.
    package func act(
        _ action: BulkAction, on target: BulkTarget, by requester: Requester,
        once: Once<BulkDeed>? = nil
    ) async throws -> Outcome<BulkDeed> {
        try await database.write(.act, by: requester, changing: target.named) { transaction in
            try transaction.perform(once, by: requester) {
                let ids = try transaction.ids(of: target)
                var writer = try IncidentWriter(transaction, for: Set(ids))
                var (steps, refusals): ([BulkDeed.Step], [Refusal]) = ([], [])
                for id in ids {
                    do {
                        steps.append(try writer.carryOut(action, on: id, by: requester))
                    } catch let refusal as Refusal {
                        refusals.append(refusal)
                    }
                }
                return BulkDeed(action.kind, steps, refusals)
            }
        }
    }

    /// Undoes what the asker did with a key a moment ago, to each incident that nobody has touched
    /// since, and says to how many that was done, and how many were touched.
    package func undo(
        _ key: String, by requester: Requester
    ) async throws -> (undone: Int, touched: Int) {
        try await database.write(.act, by: requester, changing: []) { transaction in
            let since = transaction.now - (Self.undoing + Self.grace)
            let entry = try transaction.stores.idempotency.find(
                key, of: requester.user.id, since: since)
            guard let deed = entry.flatMap({ BulkDeed(json: $0.answer) }), deed.kind.canBeUndone
            else {
                throw Refusal.invalid(
                    "It is too late: what was done can be undone for ten seconds.")
            }
            let ids = Set(deed.steps.map(\.incident))
            var writer = try IncidentWriter(transaction, for: ids)
            // Only now nobody else touches them.
            let last = try transaction.stores.events.last(of: ids)
            let untouched = deed.steps.filter { last[$0.incident] == $0.event }
            for step in untouched { try writer.undo(step, of: deed.kind, by: requester) }
            return (untouched.count, deed.steps.count - untouched.count)
        }
    }
}

extension Transaction {
    /// The incidents that are meant; refuses more than can be done at once.
    fileprivate func ids(of target: BulkTarget) throws -> [Incident.ID] {
        let limit = BulkOperations.sizeLimit
        let ids: [Incident.ID]
        switch target {
        case .these(let named): ids = named.withoutRepetitions()
        case .all(let listing):
            let scene = try ListScene(listing, at: now, stores)
            ids = try scene.search(scene.filter).ids(upTo: limit + 1)
        }
        if ids.isEmpty { throw Refusal.invalid("Tick the incidents that are meant.") }
        guard ids.count <= limit else {
            throw Refusal.invalid(
                "More than \(limit) incidents are meant: narrow the search down and try again.")
        }
        return ids
    }
}

extension BulkTarget {
    /// The incidents that are meant as far as they are named.
    fileprivate var named: Set<Incident.ID> {
        if case .these(let named) = self { Set(named) } else { [] }
    }
}

extension IncidentWriter {
    /// Does something to an incident.
    fileprivate mutating func carryOut(
        _ action: BulkAction, on id: Incident.ID, by requester: Requester
    ) throws -> BulkDeed.Step {
        let incident = try incident(id, changeableBy: requester)
        let end: JSONValue = incident.endTime.microseconds.map { .integer($0) } ?? .null
        let (event, before): (Event.ID, JSONValue) =
            switch action {
            case .acknowledge(let text, let expiration):
                (try acknowledge(incident, text, until: expiration, by: requester), .null)
            case .close(let text): (try post(.close, text, to: id, by: requester), end)
            case .reopen(let text): (try post(.reopen, text, to: id, by: requester), end)
            case .comment(let text): (try post(.other, text, to: id, by: requester), .null)
            case .ticket(let url):
                (try link(url, to: incident, by: requester), .string(incident.ticketURL))
            }
        return BulkDeed.Step(incident: id, event: event, before: before)
    }

    private func acknowledge(
        _ incident: Incident, _ text: String, until expiration: Timestamp?, by requester: Requester
    ) throws -> Event.ID {
        let new = try NewAcknowledgement(
            timestamp: transaction.now, description: text, expiration: expiration)
        return try transaction.acknowledge(incident, with: new, by: requester).event.id
    }

    private mutating func post(
        _ type: EventType, _ text: String, to id: Incident.ID, by requester: Requester
    ) throws -> Event.ID {
        let event = PostedEvent(
            type: type, timestamp: nil, description: text, acknowledgementsURL: "acks/")
        return try post(event, to: id, by: requester).id
    }

    private mutating func link(
        _ url: String, to incident: Incident, by requester: Requester
    ) throws -> Event.ID {
        var revision = IncidentRevision(of: incident)
        try revision.link(url, by: requester, at: transaction.now)
        try apply(revision)
        return try transaction.stores.events.last(of: [incident.id])[incident.id] ?? Event.ID(0)
    }

    /// Makes an incident what it was before, and says so in its log: that only grows.
    fileprivate mutating func undo(
        _ step: BulkDeed.Step, of kind: BulkAction.Kind, by requester: Requester
    ) throws {
        let incident = try incident(step.incident, changeableBy: requester)
        switch kind {
        case .acknowledge: try takeBack(step, by: requester)
        case .close: try settle(step, .reopen, "Undone: it had been closed.", by: requester)
        case .reopen: try settle(step, .close, "Undone: it had been reopened.", by: requester)
        case .ticket:
            _ = try link(step.before.string ?? "", to: incident, by: requester)
        case .comment: break
        }
    }

    /// Lets an acknowledgement never have held.
    private func takeBack(_ step: BulkDeed.Step, by requester: Requester) throws {
        let (stores, id) = (transaction.stores, step.incident)
        guard let event = try stores.events.find(step.event, of: id) else { return }
        try stores.acknowledgements.setExpiration(event.timestamp, of: step.event)
        try transaction.settleAcknowledgements(of: id)
        transaction.recordUnlogged(.expiration, of: id)
        try transaction.record(
            NewEvent(
                type: .other, timestamp: transaction.now, received: transaction.now,
                actor: requester.user.id, description: "Undone: it had been acknowledged."),
            of: id)
    }

    /// Gives an incident the end that it had.
    private mutating func settle(
        _ step: BulkDeed.Step, _ type: EventType, _ text: String, by requester: Requester
    ) throws {
        _ = try post(type, text, to: step.incident, by: requester)
        let end = EndTime(microseconds: step.before.integer)
        try transaction.stores.incidents.setEndTime(end, of: step.incident, now: transaction.now)
    }
}
