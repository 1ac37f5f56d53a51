import ArgusClient
import GRDB

/// How far a source's share of the server's changes was carried to its monitoring system.
struct FollowingPlace: Hashable, Sendable {
    /// When it was followed for the first time: what was done before is no news.
    var began: Timestamp
    /// The last change that is done with.
    var position: Int64
    /// The change that was under way; nil if none was.
    var underWay: Int64?
}

extension Spool {
    /// Where to go on; from now on, if it was never followed before.
    func followingPlace(of source: SourceName) throws(SpoolProblem) -> FollowingPlace {
        let now = clock()
        return try write { db in
            try db.execute(
                sql: """
                    INSERT INTO following (source, began, position)
                    VALUES (?, ?, 0)
                    ON CONFLICT (source) DO NOTHING
                    """,
                arguments: [source.description, now.microseconds])
            let row = try Row.fetchOne(
                db, sql: "SELECT began, position, under_way FROM following WHERE source = ?",
                arguments: [source.description])
            guard let row else { return FollowingPlace(began: now, position: 0) }
            return FollowingPlace(
                began: Timestamp(microseconds: row["began"]), position: row["position"],
                underWay: row["under_way"])
        }
    }

    /// Notes which change is under way, or with nil that all up to a place is done with.
    func follow(
        _ source: SourceName, to position: Int64, underWay: Int64? = nil
    ) throws(SpoolProblem) {
        try write { db in
            try db.execute(
                sql: "UPDATE following SET position = ?, under_way = ? WHERE source = ?",
                arguments: [position, underWay, source.description])
        }
    }

    /// The key of a source's incident; nil if it is not known, or not the latest of its key.
    func key(of incident: Incident.ID, in source: SourceName) throws(SpoolProblem) -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT key FROM incident WHERE source = ? AND id = ?",
                arguments: [source.description, incident.rawValue])
        }
    }
}
