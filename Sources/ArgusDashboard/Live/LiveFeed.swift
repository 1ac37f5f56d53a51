import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// Tells all who look at a list what changes in it.
///
/// One reader follows the changes for everybody. Each list is asked once for the incidents that
/// changed, however many look at it.
actor LiveFeed {
    typealias Listener = AsyncStream<LiveNews>.Continuation

    let operations: Operations
    /// How long it is waited before messages are looked at again.
    let pause: Duration
    private var listeners: [IncidentListing: [Int: Listener]] = [:]
    private var lastListener = 0
    private var reading: Task<Void, Never>?
    /// Who is told that something became of messages.
    var messageListeners: [Int: (scope: MessageScope, listener: Listener)] = [:]
    var looking: Task<Void, Never>?
    /// What the last look found.
    var known: Set<TouchedDelivery> = []
    /// The last change that was told.
    private(set) var lastTold = RecordedChange.ID(0)

    /// What a listener may leave unread; who leaves more comes back for it.
    static let backlog = 64
    /// Without news for so many seconds all are given a sign of life.
    static let patience = 15
    /// What comes so soon after other changes is told with the next ones: the more there are to tell,
    /// the longer, so that telling them all keeps ahead of what happens.
    private var rest: Duration {
        let count = listeners.values.reduce(0) { $0 + $1.count }
        return min(max(.milliseconds(20), .microseconds(250) * count), .milliseconds(150))
    }

    init(_ operations: Operations, pause: Duration = .seconds(1)) {
        (self.operations, self.pause) = (operations, pause)
    }

    /// Everything that changes in a list from now on; it ends when the server does, or when the
    /// listener has left too much unread.
    ///
    /// Who names `messages` is told of these too.
    func follow(
        _ listing: IncidentListing, messages: MessageScope? = nil
    ) async throws -> AsyncStream<LiveNews> {
        if reading == nil {
            // For all listeners, and not for the account of the first.
            let reader = try await Asking.$account.withValue(nil) {
                try await operations.changes.follow(.ofAll, since: nil)
            }
            // Another one may have been faster.
            if reading == nil { lastTold = reader.last }
            reading = reading ?? Task.detached { await self.read(reader) }
        }
        let key = nextKey()
        let (stream, listener) = AsyncStream.makeStream(
            of: LiveNews.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        listeners[listing, default: [:]][key] = listener
        if let messages { await attend(listener, key, to: messages) }
        listener.onTermination = { _ in Task { await self.leave(key, listing) } }
        return stream
    }

    func nextKey() -> Int {
        lastListener += 1
        return lastListener
    }

    /// The last change that there is.
    nonisolated func last() async throws -> RecordedChange.ID {
        try await operations.changes.last()
    }

    /// What changed in a list after a change until now; nil if that is no longer known, or too much.
    func news(of listing: IncidentListing, since: RecordedChange.ID) async throws -> LiveNews? {
        let limit = 1000
        guard
            var reader = try? await operations.changes.follow(.ofAll, since: since),
            let told = try await reader.next(limit: limit, patience: 0), told.count < limit
        else { return nil }
        return LiveNews(
            told, try await rows(of: listing, among: told), until: reader.last,
            second: reader.seconds)
    }

    private func leave(_ key: Int, _ listing: IncidentListing) {
        leaveMessages(key)
        listeners[listing]?[key] = nil
        if listeners[listing]?.isEmpty == true { listeners[listing] = nil }
        guard listeners.isEmpty else { return }
        reading?.cancel()
        reading = nil
    }

    private func read(_ start: ChangeReader) async {
        var reader = start
        while let told = try? await reader.next(patience: Self.patience, rest: rest) {
            await tell(told, until: reader.last, second: reader.seconds)
        }
        guard !Task.isCancelled else { return }
        // The server ends, or the database is away: who wants to know more comes back.
        for listener in listeners.values.flatMap(\.values) { listener.finish() }
        reading = nil
    }

    private func tell(
        _ told: [ToldChange], until last: RecordedChange.ID, second: Int
    ) async {
        lastTold = last
        let lists = Array(listeners.keys)
        await withTaskGroup(of: (IncidentListing, [ListedIncident]?).self) { group in
            for listing in lists {
                group.addTask { (listing, try? await self.rows(of: listing, among: told)) }
            }
            for await (listing, rows) in group {
                let news = rows.map { LiveNews(told, $0, until: last, second: second) }
                for listener in (listeners[listing] ?? [:]).values { listener.tell(news) }
            }
        }
    }

    /// Those of the incidents that changed which are in a list.
    private nonisolated func rows(
        of listing: IncidentListing, among told: [ToldChange]
    ) async throws -> [ListedIncident] {
        let ids = told.map(\.change.incident).withoutRepetitions()
        return ids.isEmpty ? [] : try await operations.incidents.show(ids, of: listing)
    }
}

extension AsyncStream<LiveNews>.Continuation {
    /// Hands on news; who cannot be told, or has not listened for long, is sent away.
    func tell(_ news: LiveNews?) {
        guard let news, case .enqueued = yield(news) else { return finish() }
    }
}

extension ChangeFilter {
    /// All changes, without the incidents: these are asked for by the lists that they are in.
    fileprivate static let ofAll = ChangeFilter(.nothing, tellsOthers: true)
}
