import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `source_system` and `source_system_type`.
package struct SourceSystemStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL = """
        id, name, type, account_id, base_url, last_seen, heartbeat_frequency, alert_expiry,
        queue_depth, queue_oldest
        """

    /// Adds a source system with its account; refused if the name is taken within the type.
    package func insert(_ source: NewSourceSystem, user: User.ID) throws -> SourceSystem.ID {
        do {
            return try connection.first(
                """
                INSERT INTO source_system
                    (name, type, account_id, base_url, heartbeat_frequency, alert_expiry)
                VALUES (\(source.name), \(source.type), \(user), \(source.baseURL),
                    \(source.heartbeatFrequency), \(source.alertExpiry))
                RETURNING id
                """
            ) { $0.id() } ?? SourceSystem.ID(0)
        } catch SQLError.uniqueViolation {
            throw Refusal.because(.sourceSystemExists)
        }
    }

    /// Finds a source system by its primary key.
    package func find(_ id: SourceSystem.ID) throws -> SourceSystem? {
        try find([id])[id]
    }

    /// Finds source systems by their primary keys.
    package func find(_ ids: Set<SourceSystem.ID>) throws -> [SourceSystem.ID: SourceSystem] {
        let sources = try connection.rows(
            """
            SELECT \(Self.columns)
            FROM source_system
            WHERE id IN \(list: Array(ids))
            """
        ) { SourceSystem(row: &$0) }
        return Dictionary(sources.map { ($0.id, $0) }) { $1 }
    }

    /// Lists source systems by name: those of one name, or all.
    package func list(named name: String? = nil) throws -> [SourceSystem] {
        let condition: SQL = name.map { "name = \($0)" } ?? "1 = 1"
        return try connection.rows(
            """
            SELECT \(Self.columns)
            FROM source_system
            WHERE \(condition)
            ORDER BY name, type
            """
        ) { SourceSystem(row: &$0) }
    }

    /// Keeps others who ask for the same from going on until the transaction is over; they begin anew
    /// then, and see what came of it.
    ///
    /// It is a change that changes nothing: a lock alone would let them go on with what they saw before.
    /// SQLite has one writer, who has everything for himself.
    package func seize(_ id: SourceSystem.ID) throws {
        guard connection.dialect == .postgresql else { return }
        try connection.execute("UPDATE source_system SET name = name WHERE id = \(id)")
    }

    /// Writes down everything of a source system that can change; refused if its name is taken
    /// within the type.
    package func update(_ source: SourceSystem) throws {
        do {
            try connection.execute(
                """
                UPDATE source_system
                SET name = \(source.name), type = \(source.type), base_url = \(source.baseURL),
                    heartbeat_frequency = \(source.heartbeatFrequency),
                    alert_expiry = \(source.alertExpiry)
                WHERE id = \(source.id)
                """)
        } catch SQLError.uniqueViolation {
            throw Refusal.because(.sourceSystemExists)
        }
    }

    /// Writes down that a source system was heard of; never goes back in time.
    package func setLastSeen(_ moment: Timestamp, of id: SourceSystem.ID) throws {
        try connection.execute(
            """
            UPDATE source_system
            SET last_seen = \(moment)
            WHERE id = \(id) AND (last_seen IS NULL OR last_seen < \(moment))
            """)
    }

    /// Writes down how the queue before this server stands, or with nil that this is not known.
    package func setQueue(_ queue: SourceQueue?, of id: SourceSystem.ID) throws {
        try connection.execute(
            """
            UPDATE source_system
            SET queue_depth = \(queue?.depth), queue_oldest = \(queue?.oldest)
            WHERE id = \(id)
            """)
    }

    /// Removes a source system; refused while it has incidents.
    package func delete(_ id: SourceSystem.ID) throws {
        do {
            try connection.execute("DELETE FROM source_system WHERE id = \(id)")
        } catch SQLError.foreignKeyViolation, SQLError.constraintViolation {
            throw Refusal.invalid("This source system has incidents, so it cannot be deleted.")
        }
    }
}

extension SourceSystemStore {
    /// Adds a type; refused if it is there already.
    package func insertType(_ name: String) throws {
        do {
            try connection.execute("INSERT INTO source_system_type (name) VALUES (\(name))")
        } catch SQLError.uniqueViolation {
            throw Refusal.taken("name", .sourceType)
        }
    }

    /// Adds a type if it is not there.
    package func ensureType(_ name: String) throws {
        try connection.execute(
            """
            INSERT INTO source_system_type (name)
            VALUES (\(name))
            ON CONFLICT (name) DO NOTHING
            """)
    }

    /// Removes a type, and says whether there was one; refused while it has source systems.
    package func deleteType(_ name: String) throws -> Bool {
        do {
            return try connection.execute("DELETE FROM source_system_type WHERE name = \(name)") > 0
        } catch SQLError.foreignKeyViolation, SQLError.constraintViolation {
            throw Refusal.invalid("This type has source systems, so it cannot be deleted.")
        }
    }

    /// Whether there is such a type.
    package func hasType(_ name: String) throws -> Bool {
        try connection.exists("SELECT name FROM source_system_type WHERE name = \(name)")
    }

    /// Lists the names of all types.
    package func types() throws -> [String] {
        try connection.rows("SELECT name FROM source_system_type ORDER BY name") { $0.text() }
    }
}

extension SourceSystem {
    fileprivate init(row: inout SQLRow) {
        self.init(
            id: row.id(), name: row.text(), type: row.text(), user: row.id(), baseURL: row.text(),
            lastSeen: row.optionalTime(),
            heartbeatFrequency: row.optionalInteger().map { .microseconds($0) },
            alertExpiry: row.optionalInteger().map { .microseconds($0) },
            queue: SourceQueue(row: &row))
    }
}

extension SourceQueue {
    fileprivate init?(row: inout SQLRow) {
        let (depth, oldest) = (row.optionalInteger(), row.optionalTime())
        guard let depth else { return nil }
        self.init(depth: depth, oldest: oldest)
    }
}
