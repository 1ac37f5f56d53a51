import ArgusSQL

/// A real database of its own that can be opened any number of times.
package struct EmptyDatabase: Sendable {
    /// The databases that tests run on.
    package enum Kind: String, Sendable {
        case sqlite
        case postgresql

        /// The one that this run is about: PostgreSQL where `ARGUS_TEST_POSTGRESQL` names a server.
        package static let current: Kind = TestServer.shared == nil ? .sqlite : .postgresql
    }

    package let kind: Kind
    /// The path of its file, or the connection string of its server.
    package let address: String

    /// Makes a database without anything in it, or with tables that may be up to date; lets a body
    /// use it, and removes it.
    @discardableResult
    package static func with<Value>(
        _ contents: TestServer.Contents = .nothing, isolation: isolated (any Actor)? = #isolation,
        _ body: (EmptyDatabase) async throws -> Value
    ) async throws -> Value {
        switch Kind.current {
        case .sqlite:
            try await TemporaryFolder.with { folder in
                try await body(EmptyDatabase(kind: .sqlite, address: folder.file("argus.db")))
            }
        case .postgresql:
            try await TestServer.with(contents) { address in
                try await body(EmptyDatabase(kind: .postgresql, address: address))
            }
        }
    }

    /// Opens it, as another process would, until a body ends.
    package func open<Value>(
        connections: Int = 8, isolation: isolated (any Actor)? = #isolation,
        _ body: (any SQLDriver) async throws -> Value
    ) async throws -> Value {
        let driver: any SQLDriver =
            switch kind {
            case .sqlite: try SQLiteDriver(path: address)
            case .postgresql:
                PostgreSQLDriver(connectionString: address, connections: connections)
            }
        do {
            let value = try await body(driver)
            try driver.close()
            return value
        } catch {
            try? driver.close()
            throw error
        }
    }
}
