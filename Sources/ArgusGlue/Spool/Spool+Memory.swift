import ArgusClient
import ArgusVocabulary
import FoundationEssentials
import GRDB

extension Spool {
    /// What is known of a source's key.
    func memory(of key: String, in source: SourceName) throws(SpoolProblem) -> Memory {
        try read { db in try memory(of: key, in: source, db) }
    }

    /// What is known of each of a source's keys, in their order.
    func memories(of keys: [String], in source: SourceName) throws(SpoolProblem) -> [Memory] {
        try read { db in try keys.map { try memory(of: $0, in: source, db) } }
    }

    private func memory(of key: String, in source: SourceName, _ db: Database) throws -> Memory {
        let incident = try db.cachedStatement(
            sql: "SELECT \(KnownIncident.columns) FROM incident WHERE source = ? AND key = ?")
        let closing = try db.cachedStatement(
            sql: """
                SELECT key, time, description FROM early_closing WHERE source = ? AND key = ?
                """)
        let place: StatementArguments = [source.description, key]
        return Memory(
            try Row.fetchOne(incident, arguments: place).map(KnownIncident.init(row:)),
            closing: try Row.fetchOne(closing, arguments: place).map(EarlyClosing.init(row:)))
    }

    /// Writes down what is known of a key by now.
    func remember(
        _ memory: Memory, of source: SourceName, now: Int64, _ db: Database
    ) throws {
        if let incident = memory.incident { try remember(incident, source, now, db) }
        if let closing = memory.closing { try remember(closing, source, now, db) }
    }

    private func remember(
        _ incident: KnownIncident, _ source: SourceName, _ now: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO incident
                    (source, key, id, source_incident_id, started, is_open, ended, heard, logged,
                     said, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, key) DO UPDATE SET
                    id = excluded.id, source_incident_id = excluded.source_incident_id,
                    started = excluded.started, is_open = excluded.is_open,
                    ended = excluded.ended, heard = excluded.heard,
                    logged = excluded.logged, said = excluded.said,
                    changed = excluded.changed
                """
        ).execute(arguments: [
            source.description, incident.key, incident.id.rawValue, incident.sourceIncidentID,
            incident.started.microseconds, incident.isOpen, incident.ended?.microseconds,
            incident.heard.microseconds, incident.logged?.microseconds, incident.said, now,
        ])
    }

    /// Of several closings that found nothing to close, the latest counts.
    private func remember(
        _ closing: EarlyClosing, _ source: SourceName, _ now: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO early_closing (source, key, time, description, changed)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (source, key) DO UPDATE SET
                    time = excluded.time, description = excluded.description,
                    changed = excluded.changed
                WHERE excluded.time > early_closing.time
                """
        ).execute(arguments: [
            source.description, closing.key, closing.time.microseconds, closing.description, now,
        ])
    }

    /// Notes to which server a source's alerts are delivered; what is known of its incidents on
    /// another one is forgotten.
    ///
    /// True if there was another one. An address that is only written otherwise is the same one.
    func deliver(_ source: SourceName, to server: String) throws(SpoolProblem) -> Bool {
        let name = source.description
        return try write { db in
            let former = try String.fetchOne(
                db, sql: "SELECT server FROM source WHERE name = ?", arguments: [name])
            guard former != server else { return false }
            try db.execute(
                sql: """
                    INSERT INTO source (name, server)
                    VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET server = excluded.server
                    """,
                arguments: [name, server])
            guard former.map(Self.plain) != Self.plain(server) else { return false }
            for table in ["incident", "early_closing"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE source = ?", arguments: [name])
            }
            return former != nil
        }
    }

    /// A server's root without what makes no difference: the case of scheme and host, the port that
    /// the scheme has anyway, slashes at the end (RFC 3986, section 6.2).
    private static func plain(_ server: String) -> String {
        guard var parts = URLComponents(string: server) else { return server }
        parts.scheme = parts.scheme?.lowercased()
        parts.encodedHost = parts.encodedHost?.lowercased()
        if parts.port == (parts.scheme == "https" ? 443 : 80) { parts.port = nil }
        while parts.percentEncodedPath.hasSuffix("/") { parts.percentEncodedPath.removeLast() }
        return parts.string ?? server
    }

    /// Forgets closed incidents of a source, and closings that found none, of which nothing was said
    /// for that long.
    func forgetClosed(of source: SourceName, olderThan age: Duration) throws(SpoolProblem) {
        let limit = clock().advanced(by: .zero - age).microseconds
        try write { db in
            try db.execute(
                sql: "DELETE FROM incident WHERE source = ? AND is_open = 0 AND changed < ?",
                arguments: [source.description, limit])
            try db.execute(
                sql: "DELETE FROM early_closing WHERE source = ? AND changed < ?",
                arguments: [source.description, limit])
            // What was kept by other settings than these, too.
            try forgetDelivered(
                of: source, until: clock().advanced(by: .zero - (limits.delivered ?? .zero)), db)
        }
    }
}
