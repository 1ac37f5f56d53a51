import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

extension TestDatabase {
    /// Runs a body that writes, on the database itself.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.write(body)
    }

    /// Stores incidents of *nav* in one transaction.
    func insert(_ new: [NewIncident]) async throws -> [Incident] {
        try await write { [nav = cast.nav] connection in
            try new.compactMap {
                try IncidentStore(connection).insert(
                    $0, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
            }
        }
    }

    /// Stores an incident of *nav*.
    func insert(_ new: NewIncident) async throws -> Incident {
        guard let incident = try await insert([new]).first else { throw NothingStored() }
        return incident
    }

    struct NothingStored: Error {}
}

/// Makes a database without any tables, and lets a body use it.
func withEmptyDatabase(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (any SQLDriver) async throws -> Void
) async throws {
    try await EmptyDatabase.with { database in try await database.open { try await body($0) } }
}

extension Trait where Self == ConditionTrait {
    /// The test is about SQLite's plans: PostgreSQL's depend on its statistics.
    static var onSQLite: Self { .enabled(if: EmptyDatabase.Kind.current == .sqlite) }

    /// The test is about the indices that only PostgreSQL has, once it has statistics.
    static var onPostgreSQL: Self { .enabled(if: EmptyDatabase.Kind.current == .postgresql) }
}
