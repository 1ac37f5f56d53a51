import ArgusClient
import ArgusVocabulary
import GRDB

extension Spool {
    /// The dead letter of a number; nil if there is none that is an alert.
    package func deadLetter(_ sequence: Int64) throws(SpoolProblem) -> SpoolEntry? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NOT NULL AND sequence = ?
                    """,
                arguments: [sequence]
            ).flatMap { try? SpoolEntry(row: $0) }
        }
    }

    /// Puts an alert at the end of the queue in place of a dead letter; false if that is there no more.
    package func replace(
        deadLetter entry: SpoolEntry, by alert: Alert
    ) throws(SpoolProblem) -> Bool {
        try write { db in
            try db.execute(
                sql: "DELETE FROM entry WHERE reason IS NOT NULL AND sequence = ?",
                arguments: [entry.sequence])
            guard db.changesCount > 0 else { return false }
            try db.execute(
                sql: """
                    INSERT INTO entry (source, key, kind, payload, accepted)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    entry.source.description, alert.key, alert.kind.rawValue, alert.json.text,
                    entry.accepted.microseconds,
                ])
            return true
        }
    }
}

extension SpoolEntry {
    /// The alert that a corrected text says, such as a server takes it, or all that is wrong with it.
    package func corrected(
        _ text: [UInt8], _ settings: GlueSettings
    ) throws(AlertProblem) -> Alert {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            throw AlertProblem([.init(nil, "it is no JSON: \(error)")])
        }
        let zone = settings.sources.first { $0.name == source }?.zone ?? .utc
        let alert = try Alert(json, in: zone, now: accepted)
        return try alert.deliverable(for: settings.server.version, receipt: accepted).alert
    }
}
