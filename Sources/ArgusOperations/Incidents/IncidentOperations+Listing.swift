import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

extension IncidentOperations {
    /// What is put in an order that no index has, and what is counted by tags, is the newest of what
    /// matches, and no more than so many.
    package static let newest = IncidentSearch.newest

    /// Shows a page of a list, with what there is in all.
    package func show(_ listing: IncidentListing) async throws -> ListedIncidents {
        let moment = listing.moment ?? database.clock()
        return try await database.read { [presence] stores in
            let scene = try ListScene(listing, at: moment, stores)
            let search = scene.search(scene.filter)
            let page = try search.page(
                in: listing.order, size: listing.size, from: listing.place)
            let closed = listing.filter.withoutState.and([
                .open(false), .endTime(.from(.at(moment - .seconds(3600)))),
                .endTime(.until(.at(moment))),
            ])
            return ListedIncidents(
                page: try page.map { try scene.listed($0, presence) },
                counts: try search.counts(),
                inMaintenance: try scene.maintenance.map {
                    try scene.search(scene.filter.and([$0])).count(upTo: IncidentCounts.limit)
                } ?? 0,
                lastClosed: try scene.search(closed).count(upTo: IncidentCounts.limit),
                isOfNewest: !search.hasIndex(for: listing.order), moment: moment)
        }
    }

    /// Shows some rows of a list by their primary keys; those that the list no longer has are left out.
    package func show(
        _ ids: [Incident.ID], of listing: IncidentListing
    ) async throws -> [ListedIncident] {
        let moment = listing.moment ?? database.clock()
        return try await database.read { [presence] stores in
            let scene = try ListScene(listing, at: moment, stores)
            let named = scene.filter.and([.ids(ids.map(\.rawValue))])
            let page = try scene.search(named).page(in: listing.order, size: ids.count)
            return try scene.listed(page.items, presence)
        }
    }

    /// How many of the newest of a list come from each source and have each tag, no more than so many
    /// tags; counted now or a moment ago.
    package func tallies(of listing: IncidentListing, tags limit: Int) async throws -> ListTallies {
        var counted = IncidentListing(listing.filter)
        (counted.moment, counted.news) = (listing.moment, listing.news)
        counted.isInMaintenance = listing.isInMaintenance
        return try await recentTallies.tallies(of: counted) { [counted] in
            try await search(counted) { search, stores in
                ListTallies(
                    sources: try stores.named(search.tallyOfSources()),
                    tags: try search.countsOfTags(upTo: limit))
            }
        }
    }

    /// The keys that tags have, in their alphabetical order, and no more than so many.
    package func tagKeys(upTo limit: Int) async throws -> [String] {
        try await database.read { try $0.incidents.tagKeys(upTo: limit) }
    }

    /// The groups of a list, the worst and then the largest first, no more than so many.
    package func groups(
        of listing: IncidentListing, by grouping: IncidentGrouping, upTo limit: Int
    ) async throws -> [IncidentTally<String>] {
        let groups = try await search(listing) { search, stores in
            switch grouping {
            case .source: try stores.named(search.tallyOfSources())
            case .tag(let key):
                try search.tallyOfTags(key: key, upTo: limit).map { tally in
                    IncidentTally(
                        tally.value.value, count: tally.count, worst: tally.worst,
                        unacked: tally.unacked)
                }
            }
        }
        return Array(
            groups.sorted { ($0.worst, -$0.count) < ($1.worst, -$1.count) }.prefix(limit))
    }

    /// How many incidents of a list, open or not, became different since a moment, in each way.
    package func news(
        of listing: IncidentListing, since moment: Timestamp
    ) async throws -> [IncidentListing.News.Kind: Int] {
        let now = database.clock()
        return try await database.read { stores in
            let found = try stores.events.incidents(
                with: IncidentListing.News.Kind.allCases.flatMap(\.events), since: moment,
                upTo: IncidentSearch.newest)
            let ids = Set(found.map(\.incident.rawValue))
            let filter = listing.filter.withoutState.and([.ids(Array(ids))])
            let search = IncidentSearch(stores.connection, filter, now: now)
            let matching = Set(try search.ids(upTo: IncidentSearch.newest))
            let kinds = IncidentListing.News.Kind.allCases.map { kind in
                let events = found.filter { kind.events.contains($0.type) }.map(\.incident)
                return (kind, Set(events).intersection(matching).count)
            }
            return Dictionary(uniqueKeysWithValues: kinds)
        }
    }

    /// The primary keys of incidents that somebody names by a number: its own, and those whose
    /// ticket's address has it.
    package func ids(named number: Int64) async throws -> [Int64] {
        try await database.read { stores in
            let tickets = try stores.incidents.ids(withTicket: String(number), limit: 1000)
                .filter { $0.url.hasNumber(String(number)) }
            return [number] + tickets.map(\.id.rawValue)
        }
    }

    private func search<Value: Sendable>(
        _ listing: IncidentListing,
        _ body: @escaping @Sendable (IncidentSearch, Stores) throws -> Value
    ) async throws -> Value {
        let moment = listing.moment ?? database.clock()
        return try await database.read { stores in
            let scene = try ListScene(listing, at: moment, stores)
            return try body(scene.search(scene.filter), stores)
        }
    }
}

/// What a list is looked at with: the moment, what is under maintenance then, and what it asks for in
/// all.
struct ListScene {
    private let stores: Stores
    private let moment: Timestamp
    private let isPast: Bool
    private let tasks: [(filter: IncidentFilter, end: Timestamp)]
    /// What a list asks for in all.
    private(set) var filter: IncidentFilter

    init(_ listing: IncidentListing, at moment: Timestamp, _ stores: Stores) throws {
        (self.stores, self.moment, isPast) = (stores, moment, listing.moment != nil)
        let current = try stores.plannedMaintenance.list(coveringAt: moment)
        tasks = try stores.detailed(current).map { detailed in
            (
                filter: detailed.filter, end: detailed.task.windows.window(at: moment).end
            )
        }
        filter = listing.filter
        if let isWanted = listing.isInMaintenance {
            let maintained = maintenance ?? .nothing
            filter = filter.and([isWanted ? maintained : .not(maintained)])
        }
        if let news = listing.news {
            let events = (news.kind.map { [$0] } ?? IncidentListing.News.Kind.allCases)
            let ids = try stores.events.incidents(
                with: events.flatMap(\.events), since: news.since, upTo: IncidentSearch.newest)
            filter = filter.withoutState.and([.ids(ids.map(\.incident.rawValue))])
        }
    }

    /// What is in planned maintenance; nil if there is none.
    var maintenance: IncidentFilter? { tasks.isEmpty ? nil : .any(tasks.map(\.filter)) }

    func search(_ filter: IncidentFilter) -> IncidentSearch {
        IncidentSearch(stores.connection, filter, now: moment, isPast: isPast)
    }

    /// Incidents with what a row tells of them.
    func listed(_ incidents: [Incident], _ presence: Presence) throws -> [ListedIncident] {
        let acked = incidents.filter { $0.isAcked(at: moment) }.map(\.id)
        let acknowledgements = try stores.acknowledgements.last(of: Set(acked), holdingAt: moment)
        let facts =
            tasks.isEmpty ? [:] : try stores.incidents.facts(of: Set(incidents.map(\.id)))
        return try stores.sourced(incidents, presence).map { sourced in
            let id = sourced.incident.id
            let ends = facts[id].map { facts in
                tasks.filter { $0.filter.matches(facts, now: moment) }.map(\.end)
            }
            return ListedIncident(
                sourced: sourced, acknowledgement: acknowledgements[id], maintenanceEnd: ends?.max()
            )
        }
    }
}

extension Stores {
    /// The same with the names of the sources.
    fileprivate func named(
        _ tallies: [IncidentTally<SourceSystem.ID>]
    ) throws -> [IncidentTally<String>] {
        let sources = try sources.find(Set(tallies.map(\.value)))
        return tallies.compactMap { tally in
            sources[tally.value].map {
                IncidentTally(
                    $0.name, count: tally.count, worst: tally.worst, unacked: tally.unacked)
            }
        }
    }
}

extension String {
    /// Whether a number stands in it, and not only as a part of a longer one.
    fileprivate func hasNumber(_ number: String) -> Bool {
        utf8.split { !(0x30...0x39).contains($0) }.contains { $0.elementsEqual(number.utf8) }
    }
}
