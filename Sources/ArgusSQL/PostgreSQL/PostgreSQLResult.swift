import CPostgres

/// What a statement answered: rows in binary format, or how many it changed.
final class PostgreSQLResult {
    private let handle: OpaquePointer

    /// Takes a result of libpq's over, which must be no error.
    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    /// Gives each row to a body.
    func forEach(_ body: (inout SQLRow) throws -> Void) throws {
        for row in 0..<PQntuples(handle) {
            var next = SQLRow(postgresql: handle, row: row)
            try body(&next)
        }
    }

    /// How many rows were changed, also by a statement that gave some, as INSERT with RETURNING
    /// does.
    var changedRows: Int {
        guard let status = PQcmdStatus(handle), !String(cString: status).hasPrefix("SELECT") else {
            return 0
        }
        return PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0
    }
}
