import ArgusClient
import ArgusVocabulary
import GRDB

/// How a spool stands.
package struct SpoolStatus: Hashable, Sendable {
    /// The file.
    package let path: String
    /// How each source stands that has, or had, something in it, by name.
    package let sources: [Source]
    /// Alerts that were ever accepted, delivered, found to need nothing, or dropped for want of
    /// room.
    package let accepted, delivered, skipped, dropped: Int
    /// Bytes that the alerts of one source may take.
    package let byteLimit: Int
    /// Since when somebody has paused the delivery of all; nil if nobody has.
    package let pausedSince: Timestamp?

    /// How a source stands.
    package struct Source: Hashable, Sendable {
        /// What it is called.
        package let name: SourceName
        /// Alerts that wait for the server.
        package let depth: Int
        /// When the oldest of them was accepted.
        package let oldest: Timestamp?
        /// How many of them are set aside, since the server fails on them and takes others.
        package let setAside: Int
        /// Why the first of those is; nil if there is none.
        package let setAsideReason: String?
        /// Alerts that cannot be delivered.
        package let dead: Int
        /// Bytes that all of them take.
        package let bytes: Int
        /// When the server last took an alert.
        package let lastSuccess: Timestamp?
        /// Why nothing can be delivered; nil if all is well, as far as is known.
        package let trouble: String?
        /// Since when.
        package let troubleSince: Timestamp?
        /// Since when somebody has paused the delivery, of this source or of all; nil if nobody has.
        package let pausedSince: Timestamp?
        /// How many alerts its tag conventions have left out.
        package let leftOut: Int
        /// Why it cannot be compared with the server; nil if all is well, or nothing is compared.
        package let comparisonTrouble: String?
        /// Since when.
        package let comparisonTroubleSince: Timestamp?
        /// The process that delivers; nil if none does.
        package let deliverer: DeliveryLock.Holder?

        /// How the only source of a spool stands that was never used.
        fileprivate static func untouched(pausedSince moment: Timestamp?) -> Source {
            Source(
                name: .default, depth: 0, oldest: nil, setAside: 0, setAsideReason: nil, dead: 0,
                bytes: 0, lastSuccess: nil, trouble: nil, troubleSince: nil, pausedSince: moment,
                leftOut: 0, comparisonTrouble: nil, comparisonTroubleSince: nil, deliverer: nil)
        }
    }

    /// Alerts of all sources that wait for the server.
    package var depth: Int { sources.reduce(0) { $0 + $1.depth } }
    /// When the oldest of them was accepted.
    package var oldest: Timestamp? { sources.compactMap(\.oldest).min() }
    /// How many of them are set aside.
    package var setAside: Int { sources.reduce(0) { $0 + $1.setAside } }
    /// Why the first of those is, of the first source that has some; nil if there is none.
    package var setAsideReason: String? { sources.compactMap(\.setAsideReason).first }
    /// Alerts of all sources that cannot be delivered.
    package var dead: Int { sources.reduce(0) { $0 + $1.dead } }
    /// Bytes that all of them take.
    package var bytes: Int { sources.reduce(0) { $0 + $1.bytes } }
    /// When a server last took an alert.
    package var lastSuccess: Timestamp? { sources.compactMap(\.lastSuccess).max() }
    /// Why nothing of a source can be delivered, of the one for which that is so for the longest time.
    package var trouble: String? { inTrouble?.trouble }
    /// Since when.
    package var troubleSince: Timestamp? { inTrouble?.troubleSince }
    /// How many alerts of all sources their tag conventions have left out.
    package var leftOut: Int { sources.reduce(0) { $0 + $1.leftOut } }
    /// The first process that delivers; nil if none does.
    package var deliverer: DeliveryLock.Holder? { sources.compactMap(\.deliverer).first }

    private var inTrouble: Source? {
        sources.filter { $0.trouble != nil }
            .min { ($0.troubleSince ?? .distantPast) < ($1.troubleSince ?? .distantPast) }
    }
}

extension Spool {
    /// Counts what is in the spool and sees who delivers.
    package func status() throws(SpoolProblem) -> SpoolStatus {
        let (counters, rows) = try read { db in (try countersRow(db), try sourceRows(db)) }
        guard let counters else { throw SpoolProblem.foreign(path: path) }
        let paused = Self.time("paused", counters)
        let stands = try rows.map { row throws(SpoolProblem) in try status(row, paused) }
        return SpoolStatus(
            path: path, sources: stands.isEmpty ? [.untouched(pausedSince: paused)] : stands,
            accepted: counters["accepted"], delivered: counters["delivered"],
            skipped: counters["skipped"], dropped: counters["dropped"], byteLimit: limits.bytes,
            pausedSince: paused)
    }

    private func countersRow(_ db: Database) throws -> Row? {
        try Row.fetchOne(db, sql: "SELECT accepted, delivered, skipped, dropped, paused FROM spool")
    }

    private func sourceRows(_ db: Database) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT source.name AS source, source.bytes, source.last_success, source.trouble,
                    source.trouble_since, source.paused, source.left_out,
                    source.comparison_trouble, source.comparison_trouble_since,
                    COALESCE(waiting.depth, 0) AS depth, waiting.oldest,
                    COALESCE(waiting.set_aside, 0) AS set_aside,
                    aside.trouble AS set_aside_reason,
                    COALESCE(dead.count, 0) + COALESCE(unreadable.count, 0) AS dead
                FROM source
                LEFT JOIN (
                    SELECT source, COUNT(*) AS depth, MIN(accepted) AS oldest,
                        COUNT(trouble) AS set_aside,
                        MIN(sequence) FILTER (WHERE trouble IS NOT NULL) AS first_set_aside
                    FROM entry
                    WHERE reason IS NULL
                    GROUP BY source
                ) AS waiting ON waiting.source = source.name
                LEFT JOIN entry AS aside ON aside.sequence = waiting.first_set_aside
                LEFT JOIN (
                    SELECT source, COUNT(*) AS count
                    FROM entry
                    WHERE reason IS NOT NULL
                    GROUP BY source
                ) AS dead ON dead.source = source.name
                LEFT JOIN (
                    SELECT source, COUNT(*) AS count
                    FROM unreadable
                    GROUP BY source
                ) AS unreadable ON unreadable.source = source.name
                ORDER BY source.name
                """)
    }

    private static func time(_ column: String, _ row: Row) -> Timestamp? {
        (row[column] as Int64?).map { Timestamp(microseconds: $0) }
    }

    private func status(
        _ row: Row, _ allPaused: Timestamp?
    ) throws(SpoolProblem) -> SpoolStatus.Source {
        func time(_ column: String) -> Timestamp? { Self.time(column, row) }
        let name = SourceName(row: row)
        return SpoolStatus.Source(
            name: name, depth: row["depth"], oldest: time("oldest"), setAside: row["set_aside"],
            setAsideReason: row["set_aside_reason"], dead: row["dead"], bytes: row["bytes"],
            lastSuccess: time("last_success"), trouble: row["trouble"],
            troubleSince: time("trouble_since"),
            pausedSince: [time("paused"), allPaused].compactMap { $0 }.min(),
            leftOut: row["left_out"], comparisonTrouble: row["comparison_trouble"],
            comparisonTroubleSince: time("comparison_trouble_since"),
            deliverer: try DeliveryLock.holder(ofSpool: path, of: name))
    }
}
