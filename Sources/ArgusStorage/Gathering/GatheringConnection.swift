import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// A connection on which the rows of the hot paths are gathered, and written by a few statements for
/// all before anything else is done on it, or at the end of the transaction.
///
/// A statement on PostgreSQL costs a journey to the server, however little it does. SQLite is in the
/// same process and needs none of this. What a transaction reads is the same with and without, since
/// reading writes what was gathered.
package final class GatheringConnection: SQLConnection {
    private let connection: any SQLConnection
    /// What is yet to be written.
    var rows = GatheredRows()
    /// What is known without asking.
    var known = KnownRows()
    private var keys: [String: ArraySlice<Int64>] = [:]
    /// How many keys of a table are fetched next, if nobody has said.
    private var nextCount: [String: Int] = [:]

    /// Gathers what is to be written on a connection in a transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    package var dialect: Dialect { connection.dialect }

    package func check() throws { try connection.check() }

    package func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int {
        try flush()
        return try connection.run(sql, row: row)
    }

    /// Writes what was gathered.
    package func flush() throws {
        if rows.isEmpty { return }
        defer { rows = GatheredRows() }
        try rows.write(on: connection)
    }

    /// Fetches primary keys for rows of a table that are to come, in one statement.
    package func reserve(_ count: Int, keysOf table: String) throws {
        guard count > 0 else { return }
        let fetched = try connection.rows(
            """
            SELECT nextval((SELECT CAST(pg_get_serial_sequence(\(table), 'id') AS regclass)))
            FROM generate_series(1, \(count))
            """
        ) { $0.integer() }
        keys[table, default: []] += fetched
    }

    /// A primary key for a row of a table.
    func nextKey<Subject>(of table: String) throws -> Identifier<Subject> {
        if keys[table, default: []].isEmpty {
            let count = nextCount[table, default: 1]
            try reserve(count, keysOf: table)
            nextCount[table] = min(count * 2, 64)
        }
        return Identifier(keys[table]?.popFirst() ?? 0)
    }
}

/// What a transaction knows of rows without asking for them again.
struct KnownRows {
    /// By what a source knows its incidents, byte by byte, as the database compares texts.
    struct Identity: Hashable {
        let source: SourceSystem.ID
        private let identifier: [UInt8]

        init(_ identifier: String, of source: SourceSystem.ID) {
            (self.source, self.identifier) = (source, Array(identifier.utf8))
        }
    }

    /// What was looked for and is not there.
    var free: Set<Identity> = []
    /// What was answered to requests; nil if nothing was.
    var answers: [IdempotencyStore.Key: IdempotencyStore.Kept?] = [:]
}
