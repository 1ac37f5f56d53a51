import ArgusCore
import ArgusOperations

/// The pages of a list that is answered as one array; no more than two are in memory at a time.
actor PlainPages {
    private var waiting: Page<SourcedIncident>?
    private var isFirst = true
    private let read: @Sendable (PageRequest.Cursor) async throws -> Page<SourcedIncident>

    /// Begins with a page; `read` gives the one that begins at a place.
    init(
        _ first: Page<SourcedIncident>,
        _ read: @escaping @Sendable (PageRequest.Cursor) async throws -> Page<SourcedIncident>
    ) {
        (waiting, self.read) = (first, read)
    }

    /// The next page, and whether it is the first or the last; nil after that.
    func next() async throws -> (items: [SourcedIncident], isFirst: Bool, isLast: Bool)? {
        guard let page = waiting else { return nil }
        waiting = nil
        if let cursor = page.next { waiting = try await read(cursor) }
        defer { isFirst = false }
        return (page.items, isFirst, waiting == nil)
    }
}
