import ArgusClient
import GRDB

extension Spool {
    /// What became of alerts that had to be taken.
    public struct Acceptance: Hashable, Sendable {
        /// Alerts that are on disk now.
        public var accepted = 0
        /// Alerts, older stateless ones first, that had to go for want of room.
        public var dropped = 0
    }

    /// Puts alerts into the queue, all or none; they are on disk when this returns.
    ///
    /// Refuses with ``SpoolProblem/Kind/full`` if the limits are reached.
    public func accept(_ alerts: [Alert]) throws(SpoolProblem) {
        guard !alerts.isEmpty else { return }
        let payloads = alerts.map(\.json.text)
        try write { db in
            if let reason = try fullness(db, adding: payloads) { throw reason }
            try insert(alerts, payloads, db)
        }
    }

    /// Puts alerts into the queue whose source cannot send them again.
    ///
    /// If the limits are reached, the oldest stateless alerts make room; where that does not
    /// suffice, the new alert is dropped. Everything dropped is counted.
    public func acceptWhatFits(_ alerts: [Alert]) throws(SpoolProblem) -> Acceptance {
        guard !alerts.isEmpty else { return Acceptance() }
        let payloads = alerts.map(\.json.text)
        return try write { db in
            var result = Acceptance()
            if try fullness(db, adding: payloads) == nil {
                try insert(alerts, payloads, db)
                result.accepted = alerts.count
                return result
            }
            for (alert, payload) in zip(alerts, payloads) {
                while try fullness(db, adding: [payload]) != nil, try dropOldestStateless(db) {
                    result.dropped += 1
                }
                if try fullness(db, adding: [payload]) == nil {
                    try insert([alert], [payload], db)
                    result.accepted += 1
                } else {
                    result.dropped += 1
                }
            }
            try db.execute(
                sql: "UPDATE spool SET dropped = dropped + ?", arguments: [result.dropped])
            return result
        }
    }

    private func insert(_ alerts: [Alert], _ payloads: [String], _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO entry (key, kind, payload, accepted) VALUES (?, ?, ?, ?)")
        let now = clock().microseconds
        for (alert, payload) in zip(alerts, payloads) {
            try statement.execute(arguments: [alert.key, alert.kind.rawValue, payload, now])
        }
        try db.execute(
            sql: "UPDATE spool SET accepted = accepted + ?", arguments: [alerts.count])
    }

    private func fullness(_ db: Database, adding payloads: [String]) throws -> SpoolProblem? {
        let bytes = try Int.fetchOne(db, sql: "SELECT bytes FROM spool") ?? 0
        if bytes + payloads.reduce(0, { $0 + $1.utf8.count }) > limits.bytes {
            return SpoolProblem(
                .full,
                "The spool \(path) is full: \(bytes) of \(limits.bytes) bytes are taken by alerts "
                    + "that wait for the server or are dead letters.")
        }
        guard let age = limits.age else { return nil }
        let oldest = try Int64.fetchOne(
            db, sql: "SELECT accepted FROM entry WHERE reason IS NULL ORDER BY sequence LIMIT 1")
        let limit = clock().advanced(by: .zero - age)
        guard let oldest, Timestamp(microseconds: oldest) < limit else { return nil }
        return SpoolProblem(
            .full,
            "The spool \(path) takes no more: its oldest alert waits for the server since "
                + "\(Timestamp(microseconds: oldest)), longer than the limit allows.")
    }

    private func dropOldestStateless(_ db: Database) throws -> Bool {
        try db.execute(
            sql: """
                DELETE FROM entry WHERE sequence = (
                    SELECT sequence FROM entry WHERE reason IS NULL AND kind = 'stateless'
                    ORDER BY sequence LIMIT 1)
                """)
        return db.changesCount > 0
    }
}
