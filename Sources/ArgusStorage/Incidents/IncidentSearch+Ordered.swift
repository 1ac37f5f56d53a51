import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentSearch {
    /// What is put in an order that no index has, and what is counted by tags, is the newest of what
    /// was found, and no more than so many.
    package static let newest = 10_000

    /// Whether an index has the order, so that all that was found is put in it.
    package func hasIndex(for order: IncidentOrder) -> Bool {
        !isPast && (order.isByStart || order == .worstFirst && filter.wantsOpen)
    }

    /// A page of what was found, in an order.
    package func page(
        in order: IncidentOrder, size: Int, from place: OrderedPlace? = nil
    ) throws -> OrderedPage<Incident> {
        let path = try path(order == .worstFirst ? .mostUrgent : .newest)
        let isSorted = !hasIndex(for: order)
        let keys = isSorted || order == .worstFirst ? SortKeys(order) : SortKeys(order, path)
        let columns: SQL = "\(IncidentStore.columns), \(keys.columns)"
        let beyond = place.map { keys.beyond($0) } ?? "1 = 1"
        let sorted = keys.order(isBackward: place?.isBackward ?? false)
        func read(_ row: inout SQLRow) throws -> (incident: Incident, keys: [OrderedPlace.Value]) {
            (try Incident(row: &row), keys.values(of: &row))
        }
        let rows =
            isSorted
            ? try connection.rows(
                """
                SELECT \(columns)
                FROM (\(try newest(path))) AS incident
                WHERE \(beyond)
                ORDER BY \(sorted)
                LIMIT \(size + 1)
                """, read)
            : try first(size + 1, of: columns, by: sorted, beyond: beyond, path, read)
        return OrderedPage(rows, size: size, from: place, values: \.keys)
            .map { $0.map(\.incident) }
    }

    /// A query for the newest of what is found, by a path that goes there in that order.
    func newest(_ path: AccessPath) throws -> SQL {
        """
        SELECT incident.*
        FROM \(path.tables)
        WHERE \(path.condition) AND \(try condition(of: filter, path))
        ORDER BY \(path.order(isBackward: false))
        LIMIT \(Self.newest)
        """
    }
}

extension IncidentOrder {
    /// Whether it goes by the start alone, one way or the other.
    fileprivate var isByStart: Bool { terms.count == 1 && terms[0].key == .start }
}

/// By what rows are put in order: expressions, of which no two rows have all the same.
private struct SortKeys {
    private let keys: [(value: SQL, isDescending: Bool, isText: Bool)]

    /// The keys of an order, of the table `incident`.
    init(_ order: IncidentOrder) {
        self.init(order, startTime: "incident.start_time", id: "incident.id")
    }

    /// The keys of an order, where they stand in the index that a path goes by.
    init(_ order: IncidentOrder, _ path: AccessPath) {
        self.init(order, startTime: path.startTime, id: path.id)
    }

    private init(_ order: IncidentOrder, startTime: SQL, id: SQL) {
        if order == .worstFirst {
            keys = [
                ("incident.urgency", true, false), (startTime, true, false), (id, true, false),
            ]
            return
        }
        let start = order.terms.first { $0.key == .start }
        let newestFirst = start?.isDescending ?? true
        let terms = order.terms.map { term in
            (value: Self.value(term.key, startTime), term.isDescending, term.key == .source)
        }
        let last = start == nil ? [(value: startTime, newestFirst, false)] : []
        keys = terms + last + [(value: id, newestFirst, false)]
    }

    private static func value(_ key: IncidentOrder.Key, _ startTime: SQL) -> SQL {
        switch key {
        case .level: "incident.level"
        case .acked: "CASE WHEN incident.acked_until IS NULL THEN 0 ELSE 1 END"
        case .start: startTime
        case .source: "(SELECT name FROM source_system WHERE id = incident.source_id)"
        // What is stateless ended as it began.
        case .end: "coalesce(incident.end_time, incident.start_time)"
        }
    }

    var columns: SQL { SQL(keys.map(\.value), joined: ", ") }

    func values(of row: inout SQLRow) -> [OrderedPlace.Value] {
        keys.map { $0.isText ? .text(row.text()) : .number(row.integer()) }
    }

    func order(isBackward: Bool) -> SQL {
        SQL(
            keys.map { key in
                key.isDescending != isBackward ? "\(key.value) DESC" : "\(key.value) ASC"
            }, joined: ", ")
    }

    /// The condition that a row comes behind a place.
    func beyond(_ place: OrderedPlace) -> SQL {
        let values = place.values.map { value -> SQL in
            switch value {
            case .number(let number): "\(number)"
            case .text(let text): "\(text)"
            }
        }
        let falls = keys.map { $0.isDescending != place.isBackward }
        // One comparison of rows, if it can be one, is what an index takes.
        if Set(falls).count == 1 {
            let columns: SQL = "(\(columns))"
            let row: SQL = "(\(SQL(values, joined: ", ")))"
            return falls[0] ? "\(columns) < \(row)" : "\(columns) > \(row)"
        }
        return zip(keys, zip(values, falls)).reversed().reduce("1 = 0" as SQL) { rest, next in
            let (key, (value, falls)) = next
            let after: SQL = falls ? "\(key.value) < \(value)" : "\(key.value) > \(value)"
            return "(\(after) OR (\(key.value) = \(value) AND \(rest)))"
        }
    }
}
