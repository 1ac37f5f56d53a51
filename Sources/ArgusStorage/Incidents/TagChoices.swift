import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tags that a filter means where it asks for one of several, such as all whose value matches a
/// regular expression.
///
/// Regular expressions are tried on the values of a key, of which there are fewer than incidents,
/// once for a search, and by the core, so that every database finds the same.
struct TagChoices {
    private let store: TagStore
    /// The tags that match, by what is asked.
    private var matching: [Question: [(id: Int64, value: String)]] = [:]

    /// What is asked, byte by byte, as the database compares texts.
    private struct Question: Hashable {
        let key: [UInt8]
        let test: IncidentFilter.ValueTest
        let prefix: [UInt8]

        init(_ key: String, _ test: IncidentFilter.ValueTest) {
            (self.key, self.test) = (Array(key.utf8), test)
            prefix = if case .prefix(let prefix) = test { Array(prefix.utf8) } else { [] }
        }
    }

    /// PostgreSQL is told the tags that are meant, so that its planner knows how common they are,
    /// unless there are more than so many, or more such questions in a filter than this.
    private static let told = (tags: 100, questions: 20)
    /// More than so many are not looked up one by one in the index either.
    private static let gathered = 5000

    init(_ filter: IncidentFilter, in store: TagStore) throws {
        self.store = store
        try lookUp(filter)
    }

    var dialect: Dialect { store.connection.dialect }

    /// The key of a tag in its table; nil if no incident ever had it.
    func id(of tag: Tag) throws -> Int64? { try store.find(tag) }

    /// The table `incident`, looked through by an index.
    func incident(by index: StaticString) -> SQL {
        "incident \(dialect.indexed(by: index))"
    }

    private mutating func lookUp(_ filter: IncidentFilter) throws {
        switch filter {
        case .all(let parts), .any(let parts): for part in parts { try lookUp(part) }
        case .not(let part): try lookUp(part)
        case .tagged(let key, let test):
            let question = Question(key, test)
            guard matching[question] == nil else { return }
            matching[question] = try found(key, test)
        default: break
        }
    }

    /// The tags with a key whose values pass a test; nil where nobody has to know them.
    private func found(
        _ key: String, _ test: IncidentFilter.ValueTest
    ) throws -> [(id: Int64, value: String)]? {
        let prefix: String
        switch test {
        case .pattern(let pattern):
            // The database sees to what it can, so that few values come here to be tried.
            return try store.values(
                of: key, from: pattern.prefix, containing: pattern.part, where: test.passes)
        case .anything: prefix = ""
        case .prefix(let text): prefix = text
        }
        guard dialect == .postgresql, matching.count < Self.told.questions else { return nil }
        return try store.values(of: key, from: prefix, limit: Self.told.tags + 1)
    }

    /// A query for the `id` of the tags with a key whose values pass a test.
    func ids(_ key: String, _ test: IncidentFilter.ValueTest) -> SQL {
        switch test {
        case .anything: return "SELECT id FROM tag WHERE key = \(key)"
        case .prefix(let prefix):
            return "SELECT id FROM tag WHERE key = \(key) \(TagStore.begins(with: prefix))"
        case .pattern:
            let ids = matching[Question(key, test), default: []].map { String($0.id) }
            return "SELECT value AS id FROM json_each(\("[\(ids.joined(separator: ","))]"))"
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
    /// The condition on PostgreSQL that an incident has a tag whose value passes a test; whoever
    /// `gathers` all that have one takes them from the index of tags.
    func isListed(_ key: String, _ test: IncidentFilter.ValueTest, gathers: Bool) -> SQL {
        let tags = listed(key, test)
        if let tags, tags.count <= (gathers ? Self.gathered : Self.told.tags) {
            return tags.isEmpty ? "1 = 0" : "incident.tag_list && \(column: tags)"
        }
        let (isMeant, isLikely): (SQL, SQL) =
            switch test {
            case .anything: Self.begins(with: key + "=")
            case .prefix(let prefix):
                Self.begins(with: TagColumn.listed(Tag(key: key, value: prefix)))
            // One comparison by a hash, which a join with a query for the tags is not.
            case .pattern: ("held.tag = ANY(\(column: tags ?? []))", "TRUE")
            }
        return """
            (\(isLikely) AND EXISTS (
                SELECT 1
                FROM unnest(incident.tag_list) AS held (tag)
                WHERE \(isMeant)
            ))
            """
    }

    /// The condition that a tag in the array begins with a text, and what is soon found out about an
    /// incident that has one: the text stands behind a blank in the column of all tags.
    private static func begins(with text: String) -> (SQL, SQL) {
        ("starts_with(held.tag, \(text))", "strpos(incident.tags, \(" " + text)) > 0")
    }

    /// Whether PostgreSQL's planner is told some tags where they are wanted.
    static func areTold(_ tags: [String]) -> Bool { tags.count <= told.tags }

    /// The tags that a question means, as they stand in the array; nil where not all were looked up.
    func listed(_ key: String, _ test: IncidentFilter.ValueTest) -> [String]? {
        guard let found = matching[Question(key, test)] else { return nil }
        // Of what begins with a text, one more than is told was looked up at most.
        if case .pattern = test {} else if found.count > Self.told.tags { return nil }
        return found.map { TagColumn.listed(Tag(key: key, value: $0.value)) }
    }

    /// The tags of which a filter wants one, as they stand in the array; nil if it is about anything
    /// else, or about more tags than are looked up.
    func listed(_ filter: IncidentFilter) -> [String]? {
        let parts = if case .any(let parts) = filter { parts } else { [filter] }
        let lists = parts.compactMap { part -> [String]? in
            switch part {
            case .tag(let tag): [TagColumn.listed(tag)]
            case .tagged(let key, let test): listed(key, test)
            default: nil
            }
        }
        let tags = lists.flatMap(\.self)
        return lists.count == parts.count && tags.count <= Self.gathered ? tags : nil
    }

    /// How common tags are on PostgreSQL, as it has found out.
    func shares() throws -> TagShares { try TagShares.known(to: store.connection) }

    /// A query for the `incident_id` of all whose log has an entry of some types; nil if that are
    /// `limit` or more, or of types that every log has.
    func fewest(with types: [EventType], upTo limit: Int) throws -> SQL? {
        guard !types.isEmpty, types.allSatisfy(\.isDeed) else { return nil }
        let deeds: SQL = """
            SELECT incident_id
            FROM event INDEXED BY event_deed
            WHERE \(EventStore.isDeed) AND type IN \(list: types.map(\.rawValue))
            """
        let count = try store.connection.first(
            "SELECT count(*) FROM (\(deeds) LIMIT \(limit)) AS counted"
        ) { Int($0.integer()) }
        guard let count, count < limit else { return nil }
        return "SELECT DISTINCT incident_id FROM (\(deeds))"
    }

    /// A tag with how many incidents have it.
    typealias Counted = (id: Int64, count: Int)

    /// The tags that any incident has, the rarest first; several that are common are told apart, too.
    func counted(_ wanted: [Tag], ofOpen: Bool, upTo limit: Int) throws -> [Counted] {
        let ids = try wanted.compactMap { try store.find($0) }
        func counts(upTo limit: Int) throws -> [Counted] {
            try ids.map { (id: $0, count: try store.count($0, ofOpen: ofOpen, upTo: limit)) }
                .sorted { $0.count < $1.count }
        }
        let counted = try counts(upTo: limit)
        guard counted.count > 1, counted[0].count == limit else { return counted }
        return try counts(upTo: 10 * limit)
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
