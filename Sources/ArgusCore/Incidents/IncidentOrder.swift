/// In which order a list shows incidents: by one key, among equals by the next, and at last by start
/// and primary key.
package struct IncidentOrder: Hashable, Sendable {
    /// What incidents can be put in order by.
    package enum Key: String, CaseIterable, Sendable {
        /// The worst first.
        case level
        /// What nobody has acknowledged first.
        case acked
        /// The oldest first.
        case start
        /// By the name of the source.
        case source
        /// The earliest end first; what is open ends last.
        case end
    }

    /// One key, and whether it goes the other way.
    package struct Term: Hashable, Sendable {
        package let key: Key
        package let isDescending: Bool

        /// Goes by a key, the other way if `isDescending`.
        package init(_ key: Key, isDescending: Bool = false) {
            (self.key, self.isDescending) = (key, isDescending)
        }
    }

    /// The keys, each once.
    package let terms: [Term]

    /// Goes by keys; of a key that is named twice the first counts.
    package init(_ terms: [Term]) {
        self.terms = terms.reduce(into: []) { kept, term in
            if !kept.contains(where: { $0.key == term.key }) { kept.append(term) }
        }
    }

    /// Worst first, then unacknowledged, then newest.
    package static let worstFirst = IncidentOrder([
        Term(.level), Term(.acked), Term(.start, isDescending: true),
    ])
    /// By start, the newest first.
    package static let newestFirst = IncidentOrder([Term(.start, isDescending: true)])
}

extension IncidentOrder {
    /// Reads `level,-start`; the smallest age is the newest start.
    package init(_ text: String) throws(UnknownSortKey) {
        var terms: [Term] = []
        for part in text.split(separator: ",") {
            let isDescending = part.hasPrefix("-")
            let name = part.drop { $0 == "-" }.lowercased()
            if name == "age" {
                terms.append(Term(.start, isDescending: !isDescending))
            } else if let key = Key(rawValue: name) {
                terms.append(Term(key, isDescending: isDescending))
            } else {
                throw UnknownSortKey(name: String(part))
            }
        }
        self.init(terms)
    }

    /// What is read as the same order.
    package var text: String {
        terms.map { ($0.isDescending ? "-" : "") + $0.key.rawValue }.joined(separator: ",")
    }
}

extension IncidentOrder {
    /// Whether a page in this order can begin at a place.
    package func canBegin(at place: OrderedPlace) -> Bool {
        let isText = self == .worstFirst ? [false, false] : keys.map { $0 == .source }
        guard place.values.count == isText.count + 1 else { return false }
        return zip(place.values, isText + [false]).allSatisfy { value, isText in
            if case .text = value { isText } else { !isText }
        }
    }

    /// The keys by which no two incidents are equal but for their primary keys.
    private var keys: [Key] {
        let keys = terms.map(\.key)
        return keys.contains(.start) ? keys : keys + [.start]
    }
}

/// That nothing can be put in order by what was named.
package struct UnknownSortKey: Error, Hashable, Sendable {
    package let name: String
}

/// Where a page of an ordered list begins: behind the row whose keys these are.
package struct OrderedPlace: Hashable, Sendable {
    /// The value of a key.
    package enum Value: Hashable, Sendable {
        case number(Int64)
        case text(String)
    }

    package let values: [Value]
    /// Towards the beginning of the list.
    package let isBackward: Bool

    /// Begins behind a row, or before it when going back.
    package init(_ values: [Value], isBackward: Bool) {
        (self.values, self.isBackward) = (values, isBackward)
    }
}

/// A part of an ordered list, and from where it goes on.
package struct OrderedPage<Item: Sendable>: Sendable {
    package let items: [Item]
    /// From where what comes before goes on; nil if nothing does.
    package let previous: OrderedPlace?
    /// From where what comes behind goes on; nil if nothing does.
    package let next: OrderedPlace?

    /// Puts a page together.
    package init(items: [Item], previous: OrderedPlace?, next: OrderedPlace?) {
        (self.items, self.previous, self.next) = (items, previous, next)
    }

    /// Makes a page of rows in the order in which they were looked up, of which there may be one more
    /// than was asked for: that there is a next page.
    package init(
        _ found: [Item], size: Int, from place: OrderedPlace?,
        values: (Item) -> [OrderedPlace.Value]
    ) {
        let (hasMore, isBackward) = (found.count > size, place?.isBackward ?? false)
        let items = Array(found.prefix(size))
        self.items = isBackward ? items.reversed() : items
        let hasPrevious = isBackward ? hasMore : place != nil
        let hasNext = isBackward || hasMore
        func beyond(_ item: Item?, isBackward: Bool) -> OrderedPlace? {
            item.map { OrderedPlace(values($0), isBackward: isBackward) }
        }
        previous = hasPrevious ? beyond(self.items.first, isBackward: true) : nil
        next = hasNext ? beyond(self.items.last, isBackward: false) : nil
    }

    /// The same page with its rows made into something else.
    package func map<Other>(_ transform: ([Item]) throws -> [Other]) rethrows -> OrderedPage<Other>
    {
        OrderedPage<Other>(items: try transform(items), previous: previous, next: next)
    }
}
