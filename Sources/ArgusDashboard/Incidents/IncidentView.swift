import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What is looked up about an incident for its page.
struct IncidentView: Sendable {
    let sourced: SourcedIncident
    /// The part of its log that is shown.
    let log: LogPage
    /// The planned maintenance that covers it just now.
    let maintenance: [PlannedMaintenance]
    /// Others of the same host; nil if it names none.
    let host: Host?
    /// Others that have something in common with it, by what that is.
    let related: [(title: String, incidents: [SourcedIncident])]
    /// Why the reader was, or was not, told of it; nil if that is not known.
    let explanation: Explanation?
    /// What was, or will be, sent to anybody, if the reader may know that.
    let deliveries: [NotificationDelivery]
    let moments: MomentFormat
    /// The newest entry of the log that a reader had seen who sent a form; nil if none was sent.
    let lastSeen: Event.ID?
    /// Who looks at the page; nil if that is not known.
    let reader: User.ID?

    /// A host by the tag that names it, and its incidents of the last thirty days.
    struct Host: Sendable {
        let tag: Tag
        let incidents: [SourcedIncident]
        let isComplete: Bool
    }

    /// How many entries of a log are shown at once.
    static let mostEvents = 200

    /// Whether somebody else did something after what the reader had seen.
    func isNews(_ event: Event) -> Bool {
        guard let lastSeen else { return false }
        return event.id > lastSeen && event.actor != reader
    }
}

extension IncidentView {
    /// Looks everything up, or refuses if there is no such incident.
    init(of id: Incident.ID, for call: Call, lastSeen: Event.ID? = nil) async throws {
        let operations = call.operations
        let sourced = try await operations.incidents.find(id)
        let moments = try await call.moments
        self.init(
            sourced: sourced, log: try await operations.log.page(of: id, Self.page(call.query)),
            maintenance: try await Self.maintenance(of: id, operations, now: moments.now),
            host: try await Self.host(of: sourced.incident, operations, now: moments.now),
            related: try await Self.related(to: sourced.incident, operations),
            explanation: try call.requester.account == nil
                ? nil
                : try await operations.notifications.explain(
                    id, latest: ToldCard.mostEvents, in: moments.zone, by: call.requester),
            deliveries: try call.requester.isAtLeast(.staff)
                ? try await operations.notifications.deliveries(of: id, by: call.requester) : [],
            moments: moments,
            lastSeen: lastSeen, reader: call.asker?.account?.id)
    }

    /// The part of the log that an address asks for.
    private static func page(_ query: Query) throws(Refusal) -> PageRequest {
        guard let text = query.value("log") else { return PageRequest(size: mostEvents) }
        guard let cursor = PageRequest.Cursor(text) else {
            throw .notFound("No part of the log begins there.")
        }
        return PageRequest(size: mostEvents, cursor: cursor)
    }

    private static func maintenance(
        of id: Incident.ID, _ operations: Operations, now: Timestamp
    ) async throws -> [PlannedMaintenance] {
        var covering: [PlannedMaintenance] = []
        for detailed in try await operations.plannedMaintenance.list()
        where detailed.task.covers(now) {
            let covered = IncidentFilter.ids([id.rawValue]).and([detailed.filter])
            if try await operations.incidents.count(covered) > 0 { covering.append(detailed.task) }
        }
        return covering
    }

    private static func host(
        of incident: Incident, _ operations: Operations, now: Timestamp
    ) async throws -> Host? {
        guard let tag = incident.tags.map(\.tag).first(where: { $0.key == "host" }) else {
            return nil
        }
        let start = now - .seconds(86_400 * HostHistory.days)
        let page = try await operations.incidents.list(
            .all([.tag(tag), .startTime(.from(.at(start))), .startTime(.until(.at(now)))]),
            PageRequest(size: 1000))
        return Host(tag: tag, incidents: page.items, isComplete: page.next == nil)
    }

    private static func related(
        to incident: Incident, _ operations: Operations
    ) async throws -> [(title: String, incidents: [SourcedIncident])] {
        let tags = incident.tags.map(\.tag)
        let questions: [(String, IncidentFilter)] = [
            ("With the same tags", tags.isEmpty ? .nothing : .all(tags.map { .tag($0) })),
            (
                "With the same id at its source",
                incident.sourceIncidentID.isEmpty
                    ? .nothing : .sourceIncidentID(incident.sourceIncidentID)
            ),
        ]
        var related: [(title: String, incidents: [SourcedIncident])] = []
        for (title, filter) in questions where filter != .nothing {
            let found = try await operations.incidents.list(filter, PageRequest(size: 11)).items
                .filter { $0.incident.id != incident.id }.prefix(10)
            if !found.isEmpty { related.append((title, Array(found))) }
        }
        return related
    }
}
