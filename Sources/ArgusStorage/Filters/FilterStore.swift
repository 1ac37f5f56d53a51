import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `filter`.
package struct FilterStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL = "id, account_id, name, blob, public"

    /// Stores a filter; refused if its owner has one of that name.
    package func insert(_ new: NewFilter, of user: User) throws -> StoredFilter.ID {
        let blob = try JSONColumn.write(FilterBlobColumn(new.blob))
        return try refusingTakenName(new.name, of: user) {
            try connection.first(
                """
                INSERT INTO filter (account_id, name, blob, public)
                VALUES (\(user.id), \(new.name), \(blob), \(new.isPublic))
                RETURNING id
                """
            ) { $0.id() } ?? StoredFilter.ID(0)
        }
    }

    /// Finds a filter by its primary key.
    package func find(_ id: StoredFilter.ID) throws -> StoredFilter? {
        try find([id]).first
    }

    /// Finds filters by their primary keys, in the order of these.
    package func find(_ ids: Set<StoredFilter.ID>) throws -> [StoredFilter] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM filter
            WHERE id IN \(list: Array(ids))
            ORDER BY id
            """
        ) { try StoredFilter(row: &$0) }
    }

    /// Lists everybody's filters.
    package func list() throws -> [StoredFilter] {
        try connection.rows("SELECT \(Self.columns) FROM filter ORDER BY id") {
            try StoredFilter(row: &$0)
        }
    }

    /// Lists the filters that somebody may use: the own ones and those that are public.
    package func list(visibleTo user: User.ID) throws -> [StoredFilter] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM filter
            WHERE account_id = \(user) OR public = 1
            ORDER BY id
            """
        ) { try StoredFilter(row: &$0) }
    }

    /// Stores a changed filter; refused if its owner has another one of that name.
    package func update(_ filter: StoredFilter, of user: User) throws {
        try RuleChangeStore(connection).note()
        let blob = try JSONColumn.write(FilterBlobColumn(filter.blob))
        try refusingTakenName(filter.name, of: user) {
            try connection.execute(
                """
                UPDATE filter
                SET name = \(filter.name), blob = \(blob), public = \(filter.isPublic)
                WHERE id = \(filter.id)
                """)
        }
    }

    /// Removes a filter; refused by the schema while a notification profile uses it.
    package func delete(_ id: StoredFilter.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM filter WHERE id = \(id)")
    }

    @discardableResult
    private func refusingTakenName<Value>(
        _ name: String, of user: User, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch SQLError.uniqueViolation {
            throw Refusal.taken("name", .name(name, of: .filter, by: user.username))
        }
    }
}

extension StoredFilter {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), user: row.id(), name: row.text(),
            blob: try (row.json() as FilterBlobColumn).blob(), isPublic: row.bool())
    }
}
