import ArgusClient
import FoundationEssentials
import GRDB

extension Spool {
    /// What is known of a key.
    func memory(of key: String) throws(SpoolProblem) -> Memory {
        try read { db in
            let incident = try db.cachedStatement(
                sql: "SELECT \(KnownIncident.columns) FROM incident WHERE key = ?")
            let closing = try db.cachedStatement(
                sql: "SELECT key, time, description FROM early_closing WHERE key = ?")
            return Memory(
                try Row.fetchOne(incident, arguments: [key]).map(KnownIncident.init(row:)),
                closing: try Row.fetchOne(closing, arguments: [key]).map(EarlyClosing.init(row:)))
        }
    }

    /// Writes down what is known of a key by now.
    func remember(_ memory: Memory, now: Int64, _ db: Database) throws {
        if let incident = memory.incident { try remember(incident, now, db) }
        if let closing = memory.closing { try remember(closing, now, db) }
    }

    private func remember(_ incident: KnownIncident, _ now: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO incident
                    (key, id, source_incident_id, started, is_open, ended, heard, logged, said,
                     changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET
                    id = excluded.id, source_incident_id = excluded.source_incident_id,
                    started = excluded.started, is_open = excluded.is_open,
                    ended = excluded.ended, heard = excluded.heard,
                    logged = excluded.logged, said = excluded.said,
                    changed = excluded.changed
                """
        ).execute(arguments: [
            incident.key, incident.id.rawValue, incident.sourceIncidentID,
            incident.started.microseconds, incident.isOpen, incident.ended?.microseconds,
            incident.heard.microseconds, incident.logged?.microseconds, incident.said, now,
        ])
    }

    /// Of several closings that found nothing to close, the latest counts.
    private func remember(_ closing: EarlyClosing, _ now: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO early_closing (key, time, description, changed)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET
                    time = excluded.time, description = excluded.description,
                    changed = excluded.changed
                WHERE excluded.time > early_closing.time
                """
        ).execute(arguments: [closing.key, closing.time.microseconds, closing.description, now])
    }

    /// Notes which server is delivered to; what is known of another one's incidents is forgotten.
    ///
    /// True if there was another one. An address that is only written otherwise is the same one.
    func deliver(to server: String) throws(SpoolProblem) -> Bool {
        try write { db in
            let former = try String.fetchOne(db, sql: "SELECT server FROM spool")
            guard former != server else { return false }
            try db.execute(sql: "UPDATE spool SET server = ?", arguments: [server])
            guard former.map(Self.plain) != Self.plain(server) else { return false }
            try db.execute(sql: "DELETE FROM incident; DELETE FROM early_closing")
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

    /// Forgets closed incidents, and closings that found none, of which nothing was said for that
    /// long.
    func forgetClosed(olderThan age: Duration) throws(SpoolProblem) {
        let limit = clock().advanced(by: .zero - age).microseconds
        try write { db in
            try db.execute(
                sql: "DELETE FROM incident WHERE is_open = 0 AND changed < ?", arguments: [limit])
            try db.execute(sql: "DELETE FROM early_closing WHERE changed < ?", arguments: [limit])
        }
    }
}
