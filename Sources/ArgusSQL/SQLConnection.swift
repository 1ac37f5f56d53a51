/// A connection inside a transaction: runs statements, one after the other.
///
/// It is synchronous on purpose: nothing can be awaited between two statements, so nobody waits for
/// the network while rows are locked.
package protocol SQLConnection {
    /// Whose words this connection speaks.
    var dialect: Dialect { get }

    /// Throws if nobody waits any longer for what is done with the rows of a statement.
    func check() throws

    /// What was looked up on this connection under a name no longer ago than some time, or is now:
    /// something that may be a little old.
    func kept<Value: Sendable>(
        _ name: StaticString, for age: Duration, _ look: () throws -> Value
    ) throws -> Value

    /// Runs a statement, gives each row of its result, and returns how many rows it changed.
    @discardableResult
    func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int
}

extension SQLConnection {
    package func check() throws {}

    package func kept<Value: Sendable>(
        _ name: StaticString, for age: Duration, _ look: () throws -> Value
    ) throws -> Value {
        try look()
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try run(sql) { _ in }
    }

    /// The rows of a result, each decoded.
    package func rows<Value>(
        _ sql: SQL, _ decode: (inout SQLRow) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try run(sql) { row in values.append(try decode(&row)) }
        return values
    }

    /// The first row of a result, decoded; nil if there is none.
    package func first<Value>(
        _ sql: SQL, _ decode: (inout SQLRow) throws -> Value
    ) throws -> Value? {
        try rows(sql, decode).first
    }

    /// Whether a query has a result.
    package func exists(_ sql: SQL) throws -> Bool {
        try first(sql) { _ in true } ?? false
    }
}
