import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Which alerts somebody wants, as Alertmanager's API asks for them.
struct AlertmanagerQuery {
    private let matchers: PreparedMatchers
    private let wantsActive: Bool
    private let wantsSilenced: Bool
    private let receiver: Pattern?

    /// So many of the newest open incidents are told: there are no pages in that API.
    private static let limit = 10_000

    /// Reads a query; refuses a matcher that is none.
    init(_ call: Call) throws {
        matchers = try PreparedMatchers(AlertmanagerMatcher.filter(of: call))
        wantsActive = call.query.value("active") != "false"
        wantsSilenced = call.query.value("silenced") != "false"
        receiver = try call.query.value("receiver").map {
            try AlertmanagerMatcher("receiver", $0, isRegex: true).wholePattern
        }
    }

    /// The alerts that are wanted: open incidents, the newest first.
    func alerts(for call: Call) async throws -> [AlertmanagerItem] {
        _ = try call.requester
        if let receiver, !receiver.matches("argus") { return [] }
        let now = call.operations.clock()
        let silences = try await Self.silences(call.operations, at: now)
        var alerts: [AlertmanagerItem] = []
        var page: PageRequest? = PageRequest(size: 1000)
        while let asked = page, alerts.count < Self.limit {
            let found = try await call.operations.incidents.list(Self.open, asked)
            for incident in found.items {
                let silencedBy = silences.filter { $0.value.contains(incident.incident.id) }.keys
                let item = AlertmanagerItem(incident, silencedBy: silencedBy.sorted(), now: now)
                let isWanted = silencedBy.isEmpty ? wantsActive : wantsSilenced
                if isWanted, matchers.match(item.labels) { alerts.append(item) }
            }
            page = found.next.map { PageRequest(size: 1000, cursor: $0) }
        }
        return alerts
    }

    private static let open = IncidentFilter.all([.open(true), .stateful(true)])

    /// The open incidents that each task of planned maintenance covers now.
    private static func silences(
        _ operations: Operations, at now: Timestamp
    ) async throws -> [String: Set<Incident.ID>] {
        var silences: [String: Set<Incident.ID>] = [:]
        for task in try await operations.plannedMaintenance.list()
        where task.task.covers(now) && task.task.windows.window(at: now).end > now {
            let filter = open.and([task.filter])
            var ids: Set<Incident.ID> = []
            var page: PageRequest? = PageRequest(size: 1000)
            while let asked = page, ids.count < limit {
                let found = try await operations.incidents.list(filter, asked)
                ids.formUnion(found.items.map(\.incident.id))
                page = found.next.map { PageRequest(size: 1000, cursor: $0) }
            }
            silences[AlertmanagerSilence.id(of: task.task.id)] = ids
        }
        return silences
    }
}

extension AlertmanagerMatcher {
    /// The matchers of a query's `filter`, or a refusal.
    static func filter(of call: Call) throws(Refusal) -> [AlertmanagerMatcher] {
        do throws(DialectProblem) {
            return try call.query.items.filter { $0.name == "filter" }.map {
                item throws(DialectProblem) in try AlertmanagerMatcher(text: item.value)
            }
        } catch {
            throw .invalid(.text(error.description))
        }
    }
}

/// An open incident as an alert of Alertmanager's API (`gettableAlert`).
struct AlertmanagerItem: Sendable {
    let labels: [String: String]
    let json: JSONValue

    init(_ found: SourcedIncident, silencedBy silences: [String], now: Timestamp) {
        let incident = found.incident
        let metadata = incident.details.metadata.flatMap { try? JSONValue(parsing: $0.text) }
        let kept = metadata?["alertmanager"]
        let labels = Self.labels(of: found, kept?["labels"])
        self.labels = labels
        var annotations = kept?["annotations"]?.object ?? JSONObject()
        if annotations["summary"] == nil {
            annotations.set("summary", to: .string(incident.description))
        }
        var labelObject = JSONObject()
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
            labelObject.set(name, to: .string(value))
        }
        let pairs = labels.map { (key: $0.key, value: $0.value) }
        let id = kept?.filled("fingerprint") ?? LabelHash(of: pairs).text
        // Who reads this asks again long before that.
        let end = now.advanced(by: .seconds(300))
        json = [
            "labels": .object(labelObject), "annotations": .object(annotations),
            "startsAt": .string(incident.startTime.text()), "endsAt": .string(end.text()),
            "updatedAt": .string(now.text()), "generatorURL": .string(found.detailsURL),
            "fingerprint": .string(id), "receivers": [AlertmanagerRoutes.receiver],
            "status": [
                "state": silences.isEmpty ? "active" : "suppressed",
                "silencedBy": .array(silences.map { .string($0) }), "inhibitedBy": [],
                "mutedBy": [],
            ],
        ]
    }

    /// The labels as they were told, or the tags; the values of a key that repeats are joined.
    private static func labels(
        of found: SourcedIncident, _ told: JSONValue?
    ) -> [String: String] {
        let incident = found.incident
        var labels: [String: String] = [:]
        for (key, value) in told?.texts ?? [] { labels[key] = value }
        let known = Set(labels.keys.map { $0.lowercased() })
        for tag in incident.tags.map(\.tag) where !known.contains(tag.key) {
            labels[tag.key] = labels[tag.key].map { "\($0),\(tag.value)" } ?? tag.value
        }
        let usual = [
            (AlertmanagerLabel.name, incident.description),
            (AlertmanagerLabel.severity, incident.level.word),
        ]
        for (name, value) in usual where labels[name] == nil { labels[name] = value }
        labels[AlertmanagerLabel.source] = found.source.name
        return labels
    }
}
