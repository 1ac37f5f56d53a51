import ArgusCore

/// Somebody who follows the changes, and how far they have come.
///
/// It reads from the database as fast as its owner asks, and keeps nothing.
package struct ChangeReader: Sendable {
    private let operations: ChangeOperations
    private let seat: ChangeWatch.Seat
    private let filter: ChangeFilter
    /// The last change that was read, told or not: where to go on.
    package private(set) var last: RecordedChange.ID
    private var hasJustRead = false

    init(
        _ operations: ChangeOperations, _ seat: ChangeWatch.Seat, _ filter: ChangeFilter,
        from start: RecordedChange.ID
    ) {
        (self.operations, self.seat, self.filter) = (operations, seat, filter)
        last = start
    }

    /// For how many seconds anybody has followed, by which the time between two moments is told.
    package var seconds: Int { seat.watch.seconds }

    /// The next changes, in their order, at once if there are any.
    ///
    /// Empty when `patience` seconds have passed without one; nil once the server is ending. At most
    /// `limit` are read at a time, of which a filter may leave few; what comes within `rest` after the
    /// last ones is told together.
    package mutating func next(
        limit: Int = 250, patience: Int, rest: Duration = .milliseconds(100)
    ) async throws -> [ToldChange]? {
        let watch = seat.watch
        let deadline = watch.seconds + patience
        if hasJustRead { try await watch.pass(rest) }
        while !watch.hasEnded {
            try Task.checkCancellation()
            let news = watch.news
            let batch = try await operations.read(filter, after: last, limit: limit)
            last = batch.last
            hasJustRead = !batch.told.isEmpty && !batch.isFull
            if !batch.told.isEmpty { return batch.told }
            if watch.seconds >= deadline { return [] }
            if !batch.isFull { await watch.waitForNews(after: news, last, until: deadline) }
        }
        return nil
    }
}
