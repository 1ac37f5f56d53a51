import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusTime

/// An incident together with what a search looks at beside it.
struct SearchedIncident: Sendable {
    var incident: Incident
    var source: SourceSystem
    var searchText: String
}

/// Some hundred incidents of all kinds, the same in every run.
struct RandomIncidents: Sendable {
    /// When they are searched; some were stored half an hour before.
    static let now = Timestamp.sample(1800)

    let all: [SearchedIncident]

    /// Stores them.
    init(_ count: Int, in database: TestDatabase, seed: UInt64 = 1) async throws {
        let sources = [database.cast.nav, database.cast.zabbix]
        all = try await database.driver.write { connection in
            var generator = SeededGenerator(seed: seed)
            return try (0..<count).map { number in
                try Self.store(number, of: generator.pick(sources), connection, &generator)
            }
        }
    }

    private static func store(
        _ number: Int, of source: Cast.Source, _ connection: any SQLConnection,
        _ generator: inout SeededGenerator
    ) throws -> SearchedIncident {
        let store = IncidentStore(connection)
        let start = Timestamp.sample(Double(Int.random(in: -20...20, using: &generator)) * 120)
        let ends: [EndTime] = [
            .open, .open, .stateless, .ended(start), .ended(now), .ended(.sample(1799)),
            .ended(.sample(2400)), .ended(.sample(2401)), .ended(start.advanced(by: .seconds(600))),
        ]
        let endTime = generator.pick(
            ends.filter { EndTime.ended(start) == $0 || isLater($0, start) })
        let new = try NewIncident.sample(
            startTime: start, endTime: endTime,
            sourceIncidentID: generator.pick(["", "\(number)"]),
            description: generator.pick(["Box is DOWN", "Åse's link", "100% \\_ full", ""]),
            level: generator.pick(Level.allCases),
            ticketURL: generator.pick(["", "https://t.example.org/\(number)"]),
            tags: (["a=1", "a=2", "b=1", "c=x y", "rare=1"] as [Tag]).filter { tag in
                Int.random(in: 0..<(tag == "rare=1" ? 40 : 3), using: &generator) == 0
            })
        guard
            var incident = try store.insert(
                new, of: source.id, tagsAddedBy: source.user.id,
                now: generator.pick([.sample, now]))
        else { throw TestDatabase.NothingStored() }
        let untils: [Timestamp?] = [nil, .infinity, .sample(1799), now, .sample(1801)]
        incident.ackedUntil = generator.pick(untils)
        try store.setAckedUntil(incident.ackedUntil, of: incident.id)
        let event = generator.pick(["", "Raised by Bob", "box IS down"])
        try store.addSearchText(event, to: incident.id)
        return SearchedIncident(
            incident: incident, source: source.system, searchText: "\(new.description)\n\(event)")
    }

    private static func isLater(_ end: EndTime, _ start: Timestamp) -> Bool {
        if case .ended(let end) = end { end > start } else { true }
    }

    /// The primary keys of those that a filter describes, newest first.
    func ids(_ filter: IncidentFilter) -> [Incident.ID] {
        all.filter { filter.matches($0, now: Self.now) }
            .map(\.incident)
            .sorted { ($0.startTime, $0.id) > ($1.startTime, $1.id) }
            .map(\.id)
    }
}

extension IncidentFilter {
    /// What a filter means, said once more without a database.
    fileprivate func matches(_ searched: SearchedIncident, now: Timestamp) -> Bool {
        let incident = searched.incident
        return switch self {
        case .all(let parts): parts.allSatisfy { $0.matches(searched, now: now) }
        case .any(let parts): parts.contains { $0.matches(searched, now: now) }
        case .not(let part): !part.matches(searched, now: now)
        case .open(true): incident.endTime.isOpen(at: now)
        case .open(false): incident.endTime.isClosed(at: now)
        case .stateful(let wanted): incident.endTime.isStateful == wanted
        case .acked(let wanted): incident.isAcked(at: now) == wanted
        case .hasTicket(let wanted): !incident.ticketURL.isEmpty == wanted
        case .levelAtMost(let level): incident.level.rawValue <= level
        case .ids(let ids): ids.contains(incident.id.rawValue)
        case .sources(let ids): ids.contains(incident.source.rawValue)
        case .sourceNames(let names): names.contains(searched.source.name)
        case .sourceTypes(let types): types.contains(searched.source.type)
        case .sourceIncidentID(let id): incident.sourceIncidentID == id
        case .tag(let tag): incident.tags.contains { $0.tag == tag }
        case .startTime(let bound): bound.contains(incident.startTime)
        case .endTime(let bound):
            switch incident.endTime {
            case .stateless: false
            case .open: bound.contains(.infinity)
            case .ended(let end): bound.contains(end)
            }
        case .lastedAtLeast(let duration):
            switch incident.endTime {
            case .stateless: false
            case .open: now.since(incident.startTime) >= duration
            case .ended(let end): min(end, now).since(incident.startTime) >= duration
            }
        // No log is stored with them.
        case .eventTypes: false
        case .mentions(let word): searched.searchText.lowercased().contains(word.lowercased())
        }
    }
}

extension IncidentFilter.Bound {
    fileprivate func contains(_ moment: Timestamp) -> Bool {
        switch self {
        case .from(let start): moment >= start
        case .until(let end): moment <= end
        }
    }
}
