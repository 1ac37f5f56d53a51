import ArgusCore
import ArgusSQL
import ArgusStorage

/// Copies all data from one database into another, of whichever kind, with every primary key.
///
/// It goes in steps, each a transaction of its own: after an interruption the same move goes on
/// where it was. At the end both sides are read again and compared.
package struct DataMove: Sendable {
    private let source: any SQLDriver
    private let target: any SQLDriver
    private let sourceName: String

    /// How many rows are copied by one transaction.
    private static let step = 500

    /// Prepares a move; by the source's name an interrupted one is known again.
    package init(from source: any SQLDriver, named sourceName: String, to target: any SQLDriver) {
        (self.source, self.target, self.sourceName) = (source, target, sourceName)
    }

    /// How far a move has come.
    package struct Progress: Hashable, Sendable {
        package let table: String
        /// Whether the rows are compared already, and no longer copied.
        package let isChecking: Bool
        package var done: Int
        package let total: Int
    }

    /// What a table has on both sides.
    package struct Table: Hashable, Sendable {
        package let name: String
        package let rows: Int
        /// SHA-256 over all rows in the order of their keys.
        package let digest: [UInt8]
    }

    /// Copies everything, compares it, and says what was found; refuses a target that holds other
    /// data, and fails if the two sides differ in the end.
    package func run(
        by requester: Requester, _ tell: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> [Table] {
        try requester.check(.moveData)
        for driver in [source, target] { _ = try await migrate(driver) }
        try await checkLengths()
        try await begin()
        for table in StoredTable.all {
            do {
                try await copy(table, tell)
            } catch SQLError.uniqueViolation, SQLError.foreignKeyViolation {
                throw Failure.written(table: table.name)
            }
        }
        var tables: [Table] = []
        for table in StoredTable.all { tables.append(try await compare(table, tell)) }
        try await target.write { try MoveMark($0).end() }
        return tables
    }

    private func migrate(_ driver: some SQLDriver) async throws -> [String] {
        try await DatabaseSchema.migrator.run(on: driver)
    }

    /// SQLite has taken texts of any length, PostgreSQL has to index them.
    private func checkLengths() async throws {
        guard source.dialect == .sqlite, target.dialect == .postgresql else { return }
        let found = try await source.read { try LongTextSearch($0).list() }
        if !found.isEmpty { throw Failure.tooLong(found) }
    }

    private func begin() async throws {
        try await target.write { [sourceName] connection in
            let mark = MoveMark(connection)
            try mark.keepOthersOut()
            if let former = try mark.source() {
                guard former == sourceName else { throw Failure.otherMove(from: former) }
                return
            }
            for table in StoredTable.all {
                guard try RowStore(table, connection).isEmpty() else {
                    throw Failure.notEmpty(table: table.name)
                }
            }
            try mark.begin(from: sourceName)
        }
    }

    private func copy(
        _ table: StoredTable, _ tell: @Sendable (Progress) -> Void
    ) async throws {
        let total = try await source.read { try RowStore(table, $0).count() }
        var (key, done) = try await target.read { connection in
            let rows = try RowStore(table, connection)
            return (try rows.lastKey(), try rows.count())
        }
        while true {
            tell(Progress(table: table.name, isChecking: false, done: done, total: total))
            let after = key
            let (rows, last) = try await source.read { connection in
                let store = try RowStore(table, connection)
                let rows = try store.rows(after: after, limit: Self.step)
                return (rows, rows.last.map(store.key(of:)))
            }
            guard let last else { break }
            try await target.write { try RowStore(table, $0).insert(rows) }
            key = last
            done += rows.count
        }
        guard table.hasIdentity else { return }
        let identity = try await source.read { try RowStore(table, $0).lastIdentity() }
        try await target.write { try RowStore(table, $0).setLastIdentity(identity) }
    }

    private func compare(
        _ table: StoredTable, _ tell: @Sendable (Progress) -> Void
    ) async throws -> Table {
        let here = try await digest(of: table, in: source, tell)
        let there = try await digest(of: table, in: target, tell)
        guard here == there else {
            throw Failure.different(table: table.name, source: here.rows, target: there.rows)
        }
        return here
    }

    private func digest(
        of table: StoredTable, in driver: any SQLDriver, _ tell: @Sendable (Progress) -> Void
    ) async throws -> Table {
        let total = try await driver.read { try RowStore(table, $0).count() }
        var (digest, done): ([UInt8], Int) = ([], 0)
        var key: [SQLValue]?
        while true {
            tell(Progress(table: table.name, isChecking: true, done: done, total: total))
            let after = key
            let (rows, last) = try await driver.read { connection in
                let store = try RowStore(table, connection)
                let rows = try store.rows(after: after, limit: Self.step)
                return (rows, rows.last.map(store.key(of:)))
            }
            guard let last else { break }
            digest = sha256(
                rows.reduce(into: digest) { bytes, row in
                    for value in row { bytes += value.unmistakableBytes }
                })
            key = last
            done += rows.count
        }
        return Table(name: table.name, rows: done, digest: digest)
    }

    /// Why nothing, or nothing more, is moved.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// Some texts are too long for the target; told one by one, before anything is moved.
        case tooLong([LongText])
        case notEmpty(table: String)
        case otherMove(from: String)
        /// Rows came while they were copied.
        case written(table: String)
        case different(table: String, source: Int, target: Int)

        package var description: String {
            switch self {
            case .tooLong(let texts):
                "PostgreSQL cannot take these texts, so nothing was moved; shorten or remove them in "
                    + "the source, and move again: "
                    + texts.map(\.description).joined(separator: "; ") + "."
            case .notEmpty(let table):
                "The target has rows in its table \(table) already; give an empty database."
            case .otherMove(let source):
                "A move from \(source) into this target was interrupted; finish it, or give an "
                    + "empty database."
            case .written(let table):
                "The rows of the table \(table) do not fit together, so somebody wrote meanwhile, "
                    + "such as another move; \(Self.advice)"
            case .different(let table, let source, let target):
                "The table \(table) is not the same on both sides (\(source) and \(target) rows), "
                    + "so somebody wrote meanwhile; \(Self.advice)"
            }
        }

        private static let advice =
            "end every server that uses either database, and move into an empty one."
    }
}

extension SQLValue {
    /// Bytes that no other value has, and that say where they end.
    fileprivate var unmistakableBytes: [UInt8] {
        func counted(_ kind: UInt8, _ bytes: some Collection<UInt8>) -> [UInt8] {
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { [kind] + $0 + bytes }
        }
        return switch self {
        case .null: [0]
        case .integer(let integer): counted(1, withUnsafeBytes(of: integer.bigEndian) { Array($0) })
        case .text(let text): counted(2, Array(text.utf8))
        case .bytes(let bytes): counted(3, bytes)
        case .column(let values): counted(4, values.flatMap(\.unmistakableBytes))
        }
    }
}
