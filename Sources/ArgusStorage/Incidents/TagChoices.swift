import ArgusCore
import ArgusSQL

/// The tags that a filter means where it asks for one of several, such as all whose value matches a
/// regular expression.
///
/// Regular expressions are tried on the values of a key, of which there are fewer than incidents,
/// once for a search, and by the core, so that every database finds the same.
struct TagChoices {
    private let store: TagStore
    /// The tags that match, by what is asked.
    private var matching: [Question: [Int64]] = [:]

    private struct Question: Hashable {
        let key: String
        let test: IncidentFilter.ValueTest
    }

    init(_ filter: IncidentFilter, in store: TagStore) throws {
        self.store = store
        try lookUp(filter)
    }

    var dialect: Dialect { store.connection.dialect }

    /// The table `incident`, looked through by an index.
    func incident(by index: StaticString) -> SQL {
        "incident \(dialect.indexed(by: index))"
    }

    private mutating func lookUp(_ filter: IncidentFilter) throws {
        switch filter {
        case .all(let parts), .any(let parts): for part in parts { try lookUp(part) }
        case .not(let part): try lookUp(part)
        case .tagged(let key, let test):
            let question = Question(key: key, test: test)
            guard case .pattern = test, matching[question] == nil else { return }
            matching[question] = try store.values(of: key).filter { test.passes($0.value) }
                .map(\.id)
        default: break
        }
    }

    /// A query for the `id` of the tags with a key whose values pass a test.
    func ids(_ key: String, _ test: IncidentFilter.ValueTest) -> SQL {
        switch test {
        case .anything: return "SELECT id FROM tag WHERE key = \(key)"
        case .prefix(let prefix):
            let end = prefix.endOfPrefix.map { "AND value < \($0)" as SQL } ?? ""
            return "SELECT id FROM tag WHERE key = \(key) AND value >= \(prefix) \(end)"
        case .pattern:
            return dialect.ids(matching[Question(key: key, test: test)] ?? [])
        }
    }

    /// A query for the `id` of the tags of which a filter wants one; nil if it is about anything
    /// else.
    private func ids(of filter: IncidentFilter) -> SQL? {
        let parts = if case .any(let parts) = filter { parts } else { [filter] }
        // SQLite joins at most 500 queries.
        guard (1...100).contains(parts.count) else { return nil }
        let queries = parts.compactMap { part -> SQL? in
            switch part {
            case .tag(let tag):
                "SELECT id FROM tag WHERE key = \(tag.key) AND value = \(tag.value)"
            case .tagged(let key, let test): ids(key, test)
            default: nil
            }
        }
        return queries.count == parts.count ? SQL(queries, joined: " UNION ALL ") : nil
    }
}

extension TagChoices {
    /// A tag with how many incidents have it.
    typealias Counted = (id: Int64, count: Int)

    /// The tags that any incident has, the rarest first.
    func counted(_ wanted: [Tag], ofOpen: Bool, upTo limit: Int) throws -> [Counted] {
        try wanted.compactMap { try store.find($0) }
            .map { (id: $0, count: try store.count($0, ofOpen: ofOpen, upTo: limit)) }
            .sorted { $0.count < $1.count }
    }

    /// A query for the `incident_id` of all that a filter can mean, by the one of its choices that
    /// leaves the fewest; nil if none leaves fewer than `limit`.
    func fewest(_ choices: [IncidentFilter], ofOpen: Bool, upTo limit: Int) throws -> SQL? {
        var (limit, fewest): (Int, SQL?) = (limit, nil)
        for tags in choices.compactMap({ ids(of: $0) }) {
            let count = try store.count(of: tags, ofOpen: ofOpen, upTo: limit)
            if count < limit { (limit, fewest) = (count, tags) }
        }
        return fewest.map {
            """
            SELECT DISTINCT incident_id
            FROM (\(TagStore.incidents(of: $0, ofOpen: ofOpen))) AS found
            """
        }
    }
}

extension String {
    /// The first text after all that begin with this one, byte by byte; nil if there is none.
    fileprivate var endOfPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // What lies between are no characters.
            let next: UInt32 = last.value == 0xd7ff ? 0xe000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            var end = String.UnicodeScalarView(scalars)
            end.append(scalar)
            return String(end)
        }
        return nil
    }
}
