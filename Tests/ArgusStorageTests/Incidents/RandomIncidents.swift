import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary

/// Some hundred incidents of all kinds, the same in every run.
struct RandomIncidents: Sendable {
    /// When they are searched; some were stored half an hour before.
    static let now = Timestamp.sample(1800)

    let all: [IncidentFacts]

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
    ) throws -> IncidentFacts {
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
            description: generator.pick([
                "Box is DOWN", "Åse's link", "100% \\_ full", "", "A\u{30a}se\r\nlink",
            ]),
            level: generator.pick(Level.allCases),
            ticketURL: generator.pick(["", "https://t.example.org/\(number)"]),
            tags: Self.tags.filter { tag in
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
        var searchText = SearchText(new.description)
        var types: Set<EventType> = []
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let event = NewEvent.sample(
                generator.pick(EventType.allCases), actor: source.user.id,
                description: generator.pick(["", "Raised by Bob", "box IS down"]))
            _ = try EventStore(connection).insert(event, of: incident.id)
            try store.addSearchText(event.description, to: incident.id)
            types.insert(event.type)
            searchText.add(SearchText(event.description))
        }
        return IncidentFacts(
            incident, source: source.system, eventTypes: types, searchText: searchText)
    }

    /// Some only look the same, and some hold what is one letter of several characters.
    private static let tags: [Tag] = [
        "a=1", "a=2", "b=1", "c=x y", "rare=1", "c=\u{c5}", "c=A\u{30a}", "c=x\u{301}", "c=x\r\ny",
        "c=K", "c=\u{212a}",
    ]

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
