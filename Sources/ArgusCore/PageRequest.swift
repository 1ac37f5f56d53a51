import ArgusVocabulary

/// Which part of a list is asked for: lists go from the newest to the oldest, and among equal times
/// by falling primary key.
package struct PageRequest: Hashable, Sendable {
    /// From where a page begins: the row before it, not included.
    package struct Cursor: Hashable, Sendable {
        package let time: Timestamp
        package let id: Int64
        /// Towards newer rows instead of older ones.
        package let isBackward: Bool

        /// Begins after a row, or before it when going back.
        package init(time: Timestamp, id: Int64, isBackward: Bool) {
            (self.time, self.id, self.isBackward) = (time, id, isBackward)
        }
    }

    package let size: Int
    package let cursor: Cursor?

    /// The page of at most `size` rows from a cursor, or the first one.
    package init(size: Int, cursor: Cursor? = nil) {
        (self.size, self.cursor) = (size, cursor)
    }

    /// Whether the page goes towards newer rows.
    package var isBackward: Bool { cursor?.isBackward ?? false }
}

/// A part of a list, and from where it goes on.
package struct Page<Item> {
    package let items: [Item]
    /// From where the older rows go on; nil if there are none.
    package let next: PageRequest.Cursor?
    /// From where the newer rows go on; nil if there are none.
    package let previous: PageRequest.Cursor?

    /// Makes a page of rows in the order in which they were looked up, of which there may be one
    /// more than was asked for: that there is a next page.
    package init(
        _ found: [Item], for request: PageRequest, place: (Item) -> (time: Timestamp, id: Int64)
    ) {
        let hasMore = found.count > request.size
        let items = Array(found.prefix(request.size))
        self.items = request.isBackward ? items.reversed() : items
        func cursor(_ item: Item?, isBackward: Bool) -> PageRequest.Cursor? {
            item.map(place).map {
                PageRequest.Cursor(time: $0.time, id: $0.id, isBackward: isBackward)
            }
        }
        let hasOlder = request.isBackward || hasMore
        let hasNewer = request.isBackward ? hasMore : request.cursor != nil
        next = hasOlder ? cursor(self.items.last, isBackward: false) : nil
        previous = hasNewer ? cursor(self.items.first, isBackward: true) : nil
    }

    private init(
        items: [Item], next: PageRequest.Cursor?, previous: PageRequest.Cursor?
    ) {
        (self.items, self.next, self.previous) = (items, next, previous)
    }

    /// The same page with its rows made into something else.
    package func map<Other>(_ transform: ([Item]) throws -> [Other]) rethrows -> Page<Other> {
        Page<Other>(items: try transform(items), next: next, previous: previous)
    }
}

extension Page: Sendable where Item: Sendable {}
