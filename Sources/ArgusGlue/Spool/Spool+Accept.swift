import ArgusClient
import GRDB

extension Spool {
    /// Puts alerts of a source into the queue, all or none; they are on disk when this returns.
    ///
    /// Refuses with ``SpoolProblem/Kind/full`` if the limits are reached.
    package func accept(
        _ alerts: [Alert], of source: SourceName = .default
    ) throws(SpoolProblem) {
        guard !alerts.isEmpty else { return }
        let payloads = alerts.map(\.json.text)
        try write { db in
            if let reason = try fullness(of: source, adding: payloads, db) { throw reason }
            try insert(alerts, payloads, of: source, db)
        }
    }

    /// Puts what has come in into the queue, in one transaction; what of it is accepted is on disk
    /// when this returns.
    ///
    /// The answers are in the order of the arrivals. Everything dropped is counted.
    package func accept(_ arrivals: [Arrival]) throws(SpoolProblem) -> [Acceptance] {
        let payloads = arrivals.map { $0.alerts.map(\.json.text) }
        return try write { db in
            try zip(arrivals, payloads).map { arrival, payloads in
                let acceptance = try accept(arrival, payloads, db)
                // What is refused comes again as a whole.
                if acceptance.refusal == nil {
                    try keep(arrival.unreadable, of: arrival.source, db)
                }
                return acceptance
            }
        }
    }

    /// Takes what of an arrival there is room for, which may be in the midst of a transaction.
    func accept(
        _ arrival: Arrival, _ payloads: [String], _ db: Database
    ) throws -> Acceptance {
        if try fullness(of: arrival.source, adding: payloads, db) == nil {
            try insert(arrival.alerts, payloads, of: arrival.source, db)
            return Acceptance(accepted: arrival.alerts.count)
        }
        return arrival.whenFull == .drop
            ? try acceptDropping(arrival, payloads, db) : try acceptFirst(arrival, payloads, db)
    }

    private func acceptDropping(
        _ arrival: Arrival, _ payloads: [String], _ db: Database
    ) throws -> Acceptance {
        var result = Acceptance()
        let source = arrival.source
        for (alert, payload) in zip(arrival.alerts, payloads) {
            while try fullness(of: source, adding: [payload], db) != nil,
                try dropOldestStateless(of: source, db)
            {
                result.dropped += 1
            }
            if try fullness(of: source, adding: [payload], db) == nil {
                try insert([alert], [payload], of: source, db)
                result.accepted += 1
            } else {
                result.dropped += 1
            }
        }
        try db.execute(
            sql: "UPDATE spool SET dropped = dropped + ?", arguments: [result.dropped])
        return result
    }

    private func acceptFirst(
        _ arrival: Arrival, _ payloads: [String], _ db: Database
    ) throws -> Acceptance {
        var result = Acceptance()
        for (alert, payload) in zip(arrival.alerts, payloads) {
            result.refusal = try fullness(of: arrival.source, adding: [payload], db)
            if result.refusal != nil { break }
            try insert([alert], [payload], of: arrival.source, db)
            result.accepted += 1
        }
        return result
    }

    private func insert(
        _ alerts: [Alert], _ payloads: [String], of source: SourceName, _ db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO entry (source, key, kind, payload, accepted) VALUES (?, ?, ?, ?, ?)
                """)
        let now = clock().microseconds
        for (alert, payload) in zip(alerts, payloads) {
            try statement.execute(arguments: [
                source.description, alert.key, alert.kind.rawValue, payload, now,
            ])
        }
        try db.execute(
            sql: "UPDATE spool SET accepted = accepted + ?", arguments: [alerts.count])
    }

    /// Why no more alerts of a source can be taken; nil if there is room.
    ///
    /// The limits are each source's own, so that one of which nothing can be delivered takes no
    /// room from the others.
    private func fullness(
        of source: SourceName, adding payloads: [String], _ db: Database
    ) throws -> SpoolProblem? {
        let bytes =
            try Int.fetchOne(
                db, sql: "SELECT bytes FROM source WHERE name = ?",
                arguments: [source.description]) ?? 0
        if bytes + payloads.reduce(0, { $0 + $1.utf8.count }) > limits.bytes {
            return SpoolProblem(
                .full,
                "The spool \(path) is full: \(bytes) of \(limits.bytes) bytes are taken by alerts "
                    + "that wait for the server or are dead letters.")
        }
        guard let age = limits.age else { return nil }
        let oldest = try Int64.fetchOne(
            db,
            sql: """
                SELECT accepted
                FROM entry
                WHERE reason IS NULL AND source = ?
                ORDER BY sequence
                LIMIT 1
                """,
            arguments: [source.description])
        let limit = clock().advanced(by: .zero - age)
        guard let oldest, Timestamp(microseconds: oldest) < limit else { return nil }
        return SpoolProblem(
            .full,
            "The spool \(path) takes no more: its oldest alert waits for the server since "
                + "\(Timestamp(microseconds: oldest)), longer than the limit allows.")
    }

    private func dropOldestStateless(of source: SourceName, _ db: Database) throws -> Bool {
        try db.execute(
            sql: """
                DELETE FROM entry WHERE sequence = (
                    SELECT sequence
                    FROM entry
                    WHERE reason IS NULL AND kind = 'stateless' AND source = ?
                    ORDER BY sequence
                    LIMIT 1)
                """,
            arguments: [source.description])
        return db.changesCount > 0
    }
}
