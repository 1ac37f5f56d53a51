import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// The most frequent sources and tags of a list, ready to print.
struct ListFacets {
    let facets: [Facet]
    let isEmpty: Bool
    /// Whether more match than were counted.
    let isOfNewest: Bool
    let newest: String
    /// The chosen keys with commas between, and what goes with the form for others.
    let keys: String
    let hidden: [HiddenField]

    /// The most frequent values of a key.
    struct Facet {
        let name: String
        let values: [Value]
        /// How many others there are; nil if these are all.
        let more: String?
    }

    /// A value, with where one gets by asking for it, or for all but it.
    struct Value {
        let value: String
        let count: String
        /// Its bar: twentieths of that of the most frequent.
        let share: Int
        let href: String
        let excluding: String
        let isOn: Bool
    }

    /// So many keys are shown unless some were chosen, and so many tags are counted for that.
    private static let most = (keys: 4, tags: 1000)

    /// Counts what a list shows.
    static func count(
        _ read: ReadListAddress, of operations: Operations
    ) async throws -> ListFacets {
        let tallies = try await operations.incidents.tallies(of: read.listing, tags: most.tags)
        return ListFacets(read, tallies.sources, tallies.tags)
    }

    /// Shows what was counted.
    init(
        _ read: ReadListAddress, _ sources: [IncidentTally<String>],
        _ tags: [(tag: Tag, count: Int)]
    ) {
        let address = read.address
        let text = ListSearchText(address.query, read.listing.filter)
        let byKey = Dictionary(grouping: tags, by: \.tag.key)
        let wanted = address.facets ?? ListAddress.mostFrequent
        let chosen = wanted == ListAddress.mostFrequent ? Self.frequent(byKey) : wanted
        let counted = sources.reduce(0) { $0 + $1.count }
        let source = Facet(
            "source",
            sources.map { tally in
                (tally.value, tally.count, IncidentFilter.sourceNames([tally.value]))
            }, text, address)
        let others = chosen.compactMap { key in
            byKey[key].map { tallies in
                Facet(
                    key, tallies.map { ($0.tag.value, $0.count, .linked(to: $0.tag)) },
                    text, address)
            }
        }
        facets = ([source] + others).filter { !$0.values.isEmpty }
        (isEmpty, isOfNewest) = (facets.isEmpty, counted >= IncidentSearchLimit.newest)
        newest = IncidentSearchLimit.newest.short
        keys = chosen.joined(separator: ",")
        hidden = address.hidden(without: ["facets"])
    }

    /// The keys that most incidents have; what is different on each says nothing.
    private static func frequent(_ tallies: [String: [(tag: Tag, count: Int)]]) -> [String] {
        let counts = tallies.map { key, tallies in
            (key: key, count: tallies.reduce(0) { $0 + $1.count }, most: tallies[0].count)
        }
        let sorted = counts.sorted { ($0.most, $0.count, $1.key) > ($1.most, $1.count, $0.key) }
        return sorted.prefix(most.keys).map(\.key)
    }
}

extension ListFacets.Facet {
    /// So many values are shown.
    private static let most = 5

    fileprivate init(
        _ name: String, _ values: [(value: String, count: Int, filter: IncidentFilter)],
        _ text: ListSearchText, _ address: ListAddress
    ) {
        self.name = name
        let largest = max(values.first?.count ?? 1, 1)
        self.values = values.prefix(Self.most).map { value, count, filter in
            let isOn = text.has(filter)
            let query =
                isOn ? text.replacing({ $0 == filter }, by: nil) : text.adding(filter.written)
            let without = text.adding(IncidentFilter.not(filter).written)
            return ListFacets.Value(
                value: value.shortened(to: 60), count: count.short,
                share: (count * 20 + largest - 1) / largest,
                href: address.changed { $0.query = query }.link,
                excluding: address.changed { $0.query = without }.link, isOn: isOn)
        }
        more = values.count > Self.most ? "\(values.count - Self.most)" : nil
    }
}
