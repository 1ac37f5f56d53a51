import ArgusClient
import FoundationEssentials
import GRDB

extension Spool {
    /// How many unreadable messages of a source are kept, and as which share of its room: with more,
    /// the oldest go, so that rubbish never keeps alerts out.
    static let unreadableLimit = (count: 1000, share: 10)

    /// What could not be read, oldest first; with a sequence, that one alone.
    package func unreadableMessages(
        _ sequence: Int64? = nil
    ) throws(SpoolProblem) -> [UnreadableMessage] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(UnreadableMessage.columns)
                    FROM unreadable
                    WHERE ?1 IS NULL OR sequence = ?1
                    ORDER BY sequence
                    """,
                arguments: [sequence]
            ).map(UnreadableMessage.init(row:))
        }
    }

    /// Takes the alerts that an unreadable message turned out to hold, and forgets the message.
    package func replace(
        unreadable message: UnreadableMessage, by alerts: [Alert]
    ) throws(SpoolProblem) {
        guard let sequence = message.sequence, let source = message.source else { return }
        let arrival = Arrival(alerts, of: source, whenFull: .refuse)
        try write { db in
            try db.execute(sql: "DELETE FROM unreadable WHERE sequence = ?", arguments: [sequence])
            guard db.changesCount > 0 else { return }
            let acceptance = try accept(arrival, alerts.map(\.json.text), db)
            if let refusal = acceptance.refusal { throw refusal }
        }
    }

    /// The numbers of the unreadable messages that are meant; nil for all of them.
    func unreadable(_ sequences: [Int64]?, _ db: Database) throws -> [Int64] {
        let all = try Int64.fetchAll(db, sql: "SELECT sequence FROM unreadable ORDER BY sequence")
        guard let sequences else { return all }
        return all.filter(Set(sequences).contains)
    }

    /// Puts what could not be read among the dead letters.
    func keep(_ messages: [UnreadableMessage], of source: SourceName, _ db: Database) throws {
        for message in messages {
            try db.execute(
                sql: """
                    INSERT INTO unreadable (sequence, source, bytes, form, accepted, reason)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    try nextSequence(db), source.description, Data(message.bytes), message.form,
                    clock().microseconds, message.reason,
                ])
        }
        if !messages.isEmpty { try dropOldUnreadable(of: source, db) }
    }

    /// A number that no entry has or will have.
    func nextSequence(_ db: Database) throws -> Int64 {
        try db.execute(sql: "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'entry'")
        if db.changesCount == 0 {
            try db.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('entry', 1)")
        }
        return try Int64.fetchOne(
            db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'entry'") ?? 1
    }

    private func dropOldUnreadable(of source: SourceName, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM unreadable
                WHERE sequence IN (
                    SELECT sequence
                    FROM (
                        SELECT sequence, ROW_NUMBER() OVER newer AS number,
                            SUM(length(bytes)) OVER newer AS size
                        FROM unreadable
                        WHERE source = ?
                        WINDOW newer AS (ORDER BY sequence DESC)
                    )
                    WHERE number > ? OR size > ?)
                """,
            arguments: [
                source.description, Self.unreadableLimit.count,
                limits.bytes / Self.unreadableLimit.share,
            ])
        try db.execute(
            sql: "UPDATE spool SET dropped = dropped + ?", arguments: [db.changesCount])
    }
}
