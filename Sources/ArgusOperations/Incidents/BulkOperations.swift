import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with many incidents at once: to each what can be done to one, in one transaction.
package struct BulkOperations: Sendable {
    let database: Database

    /// The most incidents that may be named at once.
    package static let sizeLimit = 1000

    /// Acknowledges incidents.
    package func acknowledge(
        _ ids: [Incident.ID], with new: NewAcknowledgement, by requester: Requester,
        once: Once<[BulkResult<Acknowledgement>]>? = nil
    ) async throws -> Outcome<[BulkResult<Acknowledgement>]> {
        try await change(ids, by: requester, once) { writer, id in
            try writer.transaction.acknowledge(
                writer.incident(id, changeableBy: requester), with: new, by: requester)
        }
    }

    /// Writes an event into the logs of incidents, and lets it take effect.
    package func post(
        _ event: @escaping @Sendable (Incident.ID) -> PostedEvent, to ids: [Incident.ID],
        by requester: Requester, once: Once<[BulkResult<Event>]>? = nil
    ) async throws -> Outcome<[BulkResult<Event>]> {
        try await change(ids, by: requester, once) { writer, id in
            try writer.post(event(id), to: id, by: requester)
        }
    }

    /// Links a ticket with incidents, and logs it in each, even if it is the same.
    package func link(
        _ ticketURL: String, to ids: [Incident.ID], by requester: Requester,
        once: Once<[BulkResult<String>]>? = nil
    ) async throws -> Outcome<[BulkResult<String>]> {
        try await change(ids, by: requester, once) { writer, id in
            var revision = IncidentRevision(of: try writer.incident(id, changeableBy: requester))
            try revision.link(ticketURL, by: requester, at: writer.transaction.now)
            try writer.apply(revision)
            return ticketURL
        }
    }

    private func change<Value>(
        _ ids: [Incident.ID], by requester: Requester, _ once: Once<[BulkResult<Value>]>?,
        _ body: @escaping @Sendable (inout IncidentWriter, Incident.ID) throws -> Value
    ) async throws -> Outcome<[BulkResult<Value>]> {
        let ids = ids.withoutRepetitions()
        return try await database.write(.act, by: requester, changing: Set(ids)) { transaction in
            try transaction.perform(once, by: requester) {
                var writer = try IncidentWriter(transaction, for: Set(ids))
                return try ids.map { id in
                    do {
                        return BulkResult(id: id, result: .success(try body(&writer, id)))
                    } catch let refusal as Refusal {
                        return BulkResult(id: id, result: .failure(refusal))
                    }
                }
            }
        }
    }
}

/// What became of one of many incidents.
package struct BulkResult<Value: Sendable>: Sendable {
    package let id: Incident.ID
    package let result: Result<Value, Refusal>
}
