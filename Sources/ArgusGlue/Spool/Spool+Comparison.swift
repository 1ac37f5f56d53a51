import ArgusClient
import ArgusVocabulary
import GRDB

extension Spool {
    /// What is known of a source that is to be compared; what was said of since a time is busy.
    func knowledge(
        of source: SourceName, since moment: Timestamp
    ) throws(SpoolProblem) -> ComparisonKnowledge {
        try read { db in
            var knowledge = ComparisonKnowledge()
            knowledge.busy = try busyKeys(of: source, since: moment, db)
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(KnownIncident.columns) FROM incident WHERE source = ?",
                arguments: [source.description])
            while let row = try rows.next() {
                let incident = KnownIncident(row: row)
                knowledge.incidents[incident.key] = incident
            }
            return knowledge
        }
    }

    private func busyKeys(
        of source: SourceName, since moment: Timestamp, _ db: Database
    ) throws -> Set<String> {
        try String.fetchSet(
            db,
            sql: """
                SELECT key
                FROM entry
                WHERE source = ?1
                UNION
                SELECT key
                FROM incident
                WHERE source = ?1 AND changed >= ?2
                UNION
                SELECT key
                FROM early_closing
                WHERE source = ?1 AND changed >= ?2
                """,
            arguments: [source.description, moment.microseconds])
    }

    /// Puts a difference into the queue, and what it has shown to be otherwise into the memory, but
    /// for what the source has told of since a time; the answer is how many alerts that left.
    ///
    /// All is done in one transaction, so that nothing comes in between. Refuses if there is no room.
    func accept(
        _ difference: Difference, of source: SourceName, unlessToldSince moment: Timestamp
    ) throws(SpoolProblem) -> Int {
        let alerts = difference.closes + difference.changes + difference.opens
        guard !alerts.isEmpty || !difference.corrections.isEmpty else { return 0 }
        return try write { db in
            let busy = try busyKeys(of: source, since: moment, db)
            let free = alerts.filter { !busy.contains($0.key) }
            let arrival = Arrival(free, of: source, whenFull: .refuse)
            let acceptance = try accept(arrival, free.map(\.json.text), db)
            if let refusal = acceptance.refusal { throw refusal }
            let now = clock().microseconds
            for incident in difference.corrections where !busy.contains(incident.key) {
                try remember(Memory(incident), of: source, now: now, db)
            }
            return free.count
        }
    }

    /// The beginnings of a source that wait, or are dead letters.
    func waitingBeginnings(of source: SourceName) throws(SpoolProblem) -> Set<HistoryTelling.Mark> {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE source = ? AND kind IN ('open', 'stateless')
                    """,
                arguments: [source.description])
            var marks: Set<HistoryTelling.Mark> = []
            while let row = try rows.next() {
                guard let alert = (try? SpoolEntry(row: row))?.alert else { continue }
                marks.insert(HistoryTelling.Mark(key: alert.key, start: alert.time))
            }
            return marks
        }
    }
}
