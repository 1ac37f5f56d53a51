import ArgusCore
import ArgusVocabulary

/// What was counted of lists a moment ago.
///
/// A control room looks at the same list on many screens, and counting its tags may take longer than
/// all else on the page. Who comes while it is counted waits for the same count, and a count is shown
/// again for as long as fifty times what it took: so counting one list takes no more than a fiftieth
/// of a processor, however many look.
actor RecentTallies {
    private struct Count {
        let task: Task<ListTallies, any Error>
        let begin: ContinuousClock.Instant
        /// How long it took; nil while it goes on.
        var duration: Duration?

        func isShown(at instant: ContinuousClock.Instant) -> Bool {
            duration.map { instant - begin < $0 * 51 } ?? true
        }
    }

    /// A list, byte by byte, as the database compares texts.
    private struct Key: Hashable {
        let listing: IncidentListing
        let filter: ExactText

        init(_ listing: IncidentListing) {
            (self.listing, filter) = (listing, ExactText(listing.filter.written))
        }
    }

    /// So many lists are remembered.
    private static let most = 100

    private let now: @Sendable () -> ContinuousClock.Instant
    private var counts: [Key: Count] = [:]

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// What a list has, counted now or a moment ago.
    func tallies(
        of listing: IncidentListing, _ count: @escaping @Sendable () async throws -> ListTallies
    ) async throws -> ListTallies {
        let (begin, listing) = (now(), Key(listing))
        if let known = counts[listing], known.isShown(at: begin) {
            return try await known.task.value
        }
        if counts.count >= Self.most { counts = counts.filter { $0.value.isShown(at: begin) } }
        if counts.count >= Self.most { return try await count() }
        let task = Task { try await count() }
        counts[listing] = Count(task: task, begin: begin)
        do {
            let tallies = try await task.value
            counts[listing]?.duration = now() - begin
            return tallies
        } catch {
            counts[listing] = nil
            throw error
        }
    }
}

/// How many of the newest of a list come from each source, by name, and have each tag; the most
/// first.
package struct ListTallies: Sendable {
    package let sources: [IncidentTally<String>]
    package let tags: [(tag: Tag, count: Int)]
}
