import ArgusCore
import ArgusSQL

/// A text in a SQLite database that PostgreSQL, which has an index of such texts, cannot take.
package struct LongText: Hashable, Sendable, CustomStringConvertible {
    /// Whose text it is, such as `incident 5`.
    package let owner: String
    package let column: String
    package let bytes: Int

    package var description: String { "the \(column) of \(owner) (\(bytes) bytes)" }
}

/// Looks for texts in a SQLite database that are longer than is taken today.
///
/// Earlier versions had no such limits there.
package struct LongTextSearch {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// All of them, table by table, in the order of their keys.
    package func list() throws -> [LongText] {
        try incidents() + tags() + sourceSystems()
    }

    private func incidents() throws -> [LongText] {
        try connection.rows(
            """
            SELECT id, length(CAST(source_incident_id AS BLOB)) AS bytes
            FROM incident
            WHERE bytes > \(TextLimit.sourceIncidentID.count)
            ORDER BY id
            """
        ) {
            LongText(
                owner: "incident \($0.integer())", column: "source_incident_id",
                bytes: Int($0.integer()))
        }
    }

    /// A tag is named by its key and by incidents that have it; `tag` keeps those, too, that none has
    /// any more.
    private func tags() throws -> [LongText] {
        let escaped: SQL = #"replace(replace(value, '\', '\\'), char(10), '\n')"#
        return try connection.rows(
            """
            SELECT tag.id, key, value, length(key) + 1 + length(CAST(\(escaped) AS BLOB)) AS bytes,
                (SELECT group_concat(incident_id, ', ') FROM incident_tag WHERE tag_id = tag.id)
            FROM tag
            WHERE bytes > \(TextLimit.tag.count)
            ORDER BY tag.id
            """
        ) { row -> LongText? in
            let (id, tag) = (row.integer(), Tag(key: row.text(), value: row.text()))
            let bytes = Int(row.integer())
            let incidents = row.optionalText().map { "incidents \($0)" } ?? "no incident"
            if tag.isIndexable { return nil }
            return LongText(owner: incidents, column: "tag \(id), \(tag.key)=…,", bytes: bytes)
        }.compactMap { $0 }
    }

    private func sourceSystems() throws -> [LongText] {
        let limit = TextLimit.sourceSystemName.count
        let sources = try connection.rows(
            """
            SELECT id, length(CAST(name AS BLOB))
            FROM source_system
            WHERE length(name) > \(limit)
            ORDER BY id
            """
        ) {
            LongText(
                owner: "source system \($0.integer())", column: "name", bytes: Int($0.integer()))
        }
        let types = try connection.rows(
            """
            SELECT substr(name, 1, 40), length(CAST(name AS BLOB))
            FROM source_system_type
            WHERE length(name) > \(limit)
            ORDER BY name
            """
        ) {
            LongText(
                owner: "source system type \($0.text())…", column: "name", bytes: Int($0.integer()))
        }
        return sources + types
    }
}
