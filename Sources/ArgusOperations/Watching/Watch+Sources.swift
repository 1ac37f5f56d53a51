import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension Watch {
    private static let sourceKey = "source_system_id"

    /// Tells of sources that have promised signs of life and gave none for too long.
    ///
    /// As the existing server does, it looks at every open incident with the tag of these, whoever
    /// opened it.
    mutating func lookAfterHeartbeats(hearing: Timestamp, _ presence: Presence) throws {
        let all = try stores.sources.list().map { $0.seen(presence) }
        let sources = Dictionary(all.map { ($0.id, $0) }) { $1 }
        let told = try openIncidents(of: .missingHeartbeat)
        var covered: Set<SourceSystem.ID> = []
        for incident in told {
            let values = incident.values(of: Self.sourceKey)
            let named = values.compactMap { Int64($0).map { SourceSystem.ID($0) } }
            guard values.count == 1 else {
                covered.formUnion(named)
                try settle(incident, naming: values.count)
                continue
            }
            guard let source = named.first.flatMap({ sources[$0] }) else {
                try close(
                    incident.id, "The source of incident \(incident.id) is gone, closing",
                    as: .close)
                continue
            }
            if source.isDead(at: now) {
                covered.insert(source.id)
            } else {
                try close(incident.id, "Source \"\(source.label)\" is again alive and well")
            }
        }
        for source in all.sorted(by: { $0.id < $1.id })
        where source.isDead(at: now) && source.isDead(at: now, heard: hearing)
            && !covered.contains(source.id)
        {
            try open(
                WatchedProblem(
                    kind: .missingHeartbeat, level: .low,
                    description: "Missing heartbeat from source \(source.label), dead?",
                    tags: [source.tag(Self.sourceKey)]))
        }
    }

    /// Closes an incident of which nobody knows whom it is about; leaves one that is about several.
    private mutating func settle(_ incident: Incident, naming count: Int) throws {
        guard count == 0 else {
            look.doubtful.insert(incident.id)
            return
        }
        try close(
            incident.id, "The source tag of incident \(incident.id) is missing, closing",
            as: .close)
    }

    private func openIncidents(of kind: WatchedProblem.Kind) throws -> [Incident] {
        let filter = IncidentFilter.all([.open(true), .tag(kind.tag)])
        return try IncidentSearch(stores.connection, filter, now: now)
            .page(PageRequest(size: 100_000)).items
    }

    /// Tells of sources that will soon have no token any more that is good.
    mutating func lookAfterTokens(_ policy: WatchPolicy) throws {
        let expiries = try stores.tokens.lastExpiries(before: now.advanced(by: policy.tokenWarning))
        var covered: Set<SourceSystem.ID> = []
        for incident in open
        where incident.tags.map(\.tag).contains(
            WatchedProblem.Kind.tokenExpiry.tag)
        {
            let named = incident.values(of: Self.sourceKey).compactMap { Int64($0) }
                .map { SourceSystem.ID($0) }
            if let source = named.first(where: { expiries[$0] != nil }) {
                covered.insert(source)
            } else {
                try close(incident.id, "")
            }
        }
        let sources = try stores.sources.find(Set(expiries.keys).subtracting(covered))
        for source in sources.values.sorted(by: { $0.id < $1.id }) {
            guard let expiry = expiries[source.id] else { continue }
            let day = expiry.text(in: policy.zone).prefix(10)
            try open(
                WatchedProblem(
                    kind: .tokenExpiry, level: .high,
                    description: "Token for source system \(source.label) will expire on \(day)",
                    tags: [
                        Tag(key: "location", value: "argus"), source.tag(Self.sourceKey),
                    ]), isKnownByKey: true)
        }
    }
}

extension SourceSystem {
    /// Its name with its type, as these incidents write it.
    fileprivate var label: String { "\(name) (\(type))" }

    fileprivate func tag(_ key: String) -> Tag { Tag(key: key, value: id.description) }

    /// Whether it has been silent for longer than it may since it was last heard of, or since another
    /// moment; one that has never been heard of is not dead.
    fileprivate func isDead(at now: Timestamp, heard moment: Timestamp? = nil) -> Bool {
        guard let heartbeatFrequency, let lastSeen else { return false }
        return (moment ?? lastSeen).advanced(by: heartbeatFrequency)
            < now.advanced(by: .seconds(-10))
    }
}
