import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// How many incidents a filter describes, counted once for as long as it stays so: until the feed
/// tells a change, or something comes to its end by itself.
final class KeptCounts: Sendable {
    private struct Count {
        let number: Int
        /// The last change that it takes in, and the moments between which it holds.
        let change: RecordedChange.ID?
        let moments: Range<Timestamp>
    }

    /// So many are kept.
    private static let most = 1000

    private let counts = Mutex<[ExactText: Count]>([:])

    /// Counts what a filter describes, or says what is known; within one transaction.
    func count(_ filter: IncidentFilter, _ stores: Stores, now: Timestamp) throws -> Int {
        let search = IncidentSearch(stores.connection, filter, now: now)
        guard filter.dependsOnIncidentsAlone else { return try search.count() }
        let key = ExactText(filter.written)
        let change = try stores.changes.last()
        if let known = counts.withLock({ $0[key] }), known.change == change,
            known.moments.contains(now)
        {
            return known.number
        }
        let number = try search.count()
        let end = max(try stores.incidents.nextTurn(after: now) ?? .infinity, now)
        counts.withLock { counts in
            if counts.count >= Self.most { counts = [:] }
            counts[key] = Count(number: number, change: change, moments: now..<end)
        }
        return number
    }
}

extension IncidentFilter {
    /// Whether what it describes becomes other only by what the feed tells, or by an end or an
    /// acknowledgement that was set for a moment.
    fileprivate var dependsOnIncidentsAlone: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.allSatisfy(\.dependsOnIncidentsAlone)
        case .not(let part): part.dependsOnIncidentsAlone
        // Sources may be named otherwise, and the rest goes with the clock.
        case .sourceNames, .sourceTypes, .lastedAtLeast: false
        case .startTime(let bound), .endTime(let bound):
            switch bound {
            case .from(.fromNow), .until(.fromNow): false
            case .from(.at), .until(.at): true
            }
        default: true
        }
    }
}
