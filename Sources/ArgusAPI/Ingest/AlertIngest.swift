import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// Takes alerts of the source that asks, each as what it says of its incident.
struct AlertIngest {
    let operations: Operations
    let requester: Requester

    /// Takes alerts for who asks with a call.
    init(_ call: Call, by requester: Requester) {
        (operations, self.requester) = (call.operations, requester)
    }

    /// An alert, and when its problem is over unless it is told of again.
    typealias Told = (alert: Alert, expiry: Timestamp?)

    /// Takes alerts in their order and says what became of each, once all is committed: its incident,
    /// nil where it is of none, or why it is refused.
    @discardableResult
    func take(_ told: [Told]) async throws -> [Result<Incident.ID?, Refusal>] {
        let items = told.map { told in
            Result { () throws(Refusal) in try item(told.alert, told.expiry) }
        }
        var outcomes: [Result<Incident.ID?, Refusal>] = []
        let size = IncidentBatch.sizeLimit
        for start in stride(from: 0, to: items.count, by: size) {
            let part = Array(items[start..<min(start + size, items.count)])
            let results = try await operations.incidents.carryOut(
                part, source: .own, by: requester)
            if case .performed(let results) = results {
                outcomes += results.map { $0.map(\.incident.incident.id).knownOnly }
            }
        }
        return outcomes
    }

    /// Takes one alert, of whatever kind: its incident, or nil if there is none.
    @discardableResult
    func take(_ alert: Alert) async throws -> Incident.ID? {
        guard alert.kind == .event else { return try await take([(alert, nil)])[0].get() }
        let alert = try deliverable(alert)
        guard let id = try await incident(alert.key) else { return nil }
        if alert.isAcknowledgement {
            _ = try await operations.log.acknowledge(
                id,
                with: try NewAcknowledgement(
                    timestamp: alert.time, description: alert.description),
                by: requester)
        } else {
            let event = PostedEvent(
                type: .other, timestamp: alert.time, description: alert.description,
                acknowledgementsURL: "")
            _ = try await operations.incidents.post(event, to: id, by: requester)
        }
        return id
    }

    /// The incident of the source's problem; nil if there is none.
    func incident(_ key: String) async throws -> Incident.ID? {
        try await found(key)?.incident.id
    }

    /// The incident of the source's problem with all that is told of it; nil if there is none.
    func found(_ key: String) async throws -> SourcedIncident? {
        guard let source = requester.source else {
            throw Refusal.because(.isNoSource)
        }
        let filter = IncidentFilter.all([.sources([source.rawValue]), .sourceIncidentID(key)])
        return try await operations.incidents.list(filter, PageRequest(size: 1)).items.first
    }

    private func deliverable(_ alert: Alert) throws(Refusal) -> Alert {
        do throws(AlertProblem) {
            return try alert.deliverable(for: .v2, receipt: operations.clock()).alert
        } catch {
            throw .invalid(.text(error.description))
        }
    }

    private func item(
        _ alert: Alert, _ expiry: Timestamp?
    ) throws(Refusal) -> IncidentBatch.Item {
        let alert = try deliverable(alert)
        switch alert.kind {
        case .close:
            return .close(
                .sourceIncidentID(alert.key), at: alert.time, description: alert.description)
        case .change: return .update(.sourceIncidentID(alert.key), alert.change)
        case .open, .stateless, .event:
            let new = try NewIncident(
                startTime: alert.time, endTime: alert.kind == .open ? .open : .stateless,
                sourceIncidentID: alert.key, details: alert.details,
                tags: alert.change.tags ?? [])
            var report = IncidentReport(new: new, change: alert.change)
            (report.isLive, report.expiry) = (alert.isLive, expiry)
            return .create(report)
        }
    }
}

extension Result where Success == Incident.ID, Failure == Refusal {
    /// The same, where nothing was done since there is no such incident; nil then.
    fileprivate var knownOnly: Result<Incident.ID?, Refusal> {
        switch self {
        case .success(let id): .success(id)
        case .failure(.because(.noSuch(.incident))): .success(nil)
        case .failure(let refusal): .failure(refusal)
        }
    }
}

extension Alert {
    fileprivate var details: IncidentDetails {
        IncidentDetails(
            detailsURL: detailsURL, description: description.isEmpty ? nil : description,
            level: level, metadata: metadata.map { JSONText($0) })
    }

    fileprivate var change: IncidentChange {
        var change = IncidentChange()
        change.wording = .sets
        change.details = details
        change.tags = tags.map { tags in tags.map { Tag(key: $0.key, value: $0.value) } }
        return change
    }
}

extension Call {
    /// The body as JSON, whatever it is said to be; nil where it is none.
    func foreignBody() async throws -> JSONValue? {
        let message = WebhookMessage(try await bytes(), form: header(.contentType) ?? "")
        return try? message.value().value
    }
}
