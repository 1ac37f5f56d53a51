import ArgusClient

/// Brings one alert to the server, so that trying again does no harm.
///
/// Every request has an idempotency key that is derived from the spool and the entry's place in it.
/// A server that does not know such keys refuses a second incident with the same
/// `source_incident_id`, and then the one that is there is adopted; before an event is posted a
/// second time, the incident's log is looked at.
struct Delivery: Sendable {
    let client: ArgusClient
    let spool: Spool
    let source: SourceName
    let recurrence: Recurrence

    /// Sends an entry, and with an opening the closing that follows it if both fit in one request.
    ///
    /// Throws only what says nothing about the entry: that the server cannot be reached, or does
    /// not accept the token.
    func deliver(_ entry: SpoolEntry, followedBy next: SpoolEntry?) async throws -> Settlement {
        do {
            let entry = try entry.deliverable(for: client.version)
            let next = try next?.deliverable(for: client.version)
            switch entry.alert.kind {
            case .open: return try await open(entry, followedBy: next)
            case .close: return try await close(entry)
            case .event: return try await event(entry)
            case .stateless: return try await stateless(entry)
            case .change: return try await change(entry)
            }
        } catch let error as ArgusError {
            switch error.kind {
            case .refused, .tooLarge:
                return .dead(entry.sequence, reason: error.description)
            default: throw error
            }
        } catch let problem as AlertProblem {
            return .dead(entry.sequence, reason: problem.description)
        }
    }

    /// Whether the server answers a question that changes nothing.
    func serverAnswers() async -> Bool {
        do {
            var mine = client.mine(IncidentQuery(open: true, pageSize: 1)).makeAsyncIterator()
            _ = try await mine.next()
            return true
        } catch {
            return false
        }
    }

    /// The key of a request: the same whenever the same step of the same entry is tried.
    func key(_ entry: SpoolEntry, _ step: String) -> IdempotencyKey {
        IdempotencyKey("\(spool.name)-\(entry.sequence)-\(step)") ?? .random()
    }

    /// Posts the incident that an alert describes; nil if the source has one of that identifier.
    func post(
        _ entry: SpoolEntry, as sourceIncidentID: String, ending end: EndTime, step: String
    ) async throws -> Incident? {
        do {
            return try await client.post(
                entry.alert.incident(as: sourceIncidentID, ending: end, merged: entry.merged),
                key: key(entry, step))
        } catch {
            guard error.isDuplicate else { throw error }
            return nil
        }
    }

    /// The identifier of something that has no end, and may have no key.
    func ownIdentifier(of entry: SpoolEntry) -> String {
        entry.alert.key.isEmpty ? "\(spool.name)-\(entry.sequence)" : entry.alert.key
    }

    private func stateless(_ entry: SpoolEntry) async throws -> Settlement {
        let steps = [
            (ownIdentifier(of: entry), "stateless"), (Occurrence.name(of: entry.alert), "again"),
        ]
        for (identifier, step) in steps {
            let posted = try await post(entry, as: identifier, ending: .stateless, step: step)
            if posted != nil { break }
            let found = try await client.mine(sourceIncidentID: identifier)
            if found?.startTime == entry.alert.time { break }
        }
        return .delivered([entry.sequence], .nothing)
    }
}

extension Alert {
    /// The incident that the alert describes, under an identifier.
    func incident(
        as sourceIncidentID: String, ending end: EndTime, merged: Merged? = nil
    ) -> NewIncident {
        NewIncident(
            description: description, startTime: time, endTime: end,
            sourceIncidentID: sourceIncidentID, level: level ?? .information, tags: tags ?? [:],
            detailsURL: detailsURL ?? "",
            metadata: Occurrence.metadata(of: self, as: sourceIncidentID, merged))
    }
}

extension ArgusError {
    /// Whether the server itself answered that it failed.
    ///
    /// What stands before a server that is away or busy answers 502, 503 or 504.
    var isFailureOfServer: Bool {
        guard let status else { return false }
        return status >= 500 && !(502...504).contains(status)
    }
}
