import ArgusClient
import GRDB

/// How a spool stands.
public struct SpoolStatus: Hashable, Sendable {
    /// The file.
    public let path: String
    /// Alerts that wait for the server.
    public let depth: Int
    /// When the oldest of them was accepted.
    public let oldest: Timestamp?
    /// How many of them are set aside, since the server fails on them and takes others.
    public let setAside: Int
    /// Why the first of those is; nil if there is none.
    public let setAsideReason: String?
    /// Alerts that cannot be delivered.
    public let dead: Int
    /// Bytes that all of them take, and may take.
    public let bytes: Int
    public let byteLimit: Int
    /// Alerts that were ever accepted, delivered, found to need nothing, or dropped for want of
    /// room.
    public let accepted, delivered, skipped, dropped: Int
    /// When the server last took an alert.
    public let lastSuccess: Timestamp?
    /// Why nothing can be delivered; nil if all is well, as far as is known.
    public let trouble: String?
    /// Since when.
    public let troubleSince: Timestamp?
    /// The process that delivers; nil if none does.
    public let deliverer: DeliveryLock.Holder?

    /// The status as one JSON object with the names of these members in snake case, times in UTC;
    /// `oldest_age` is in seconds.
    public func json(at now: Timestamp) -> JSONValue {
        func time(_ moment: Timestamp?) -> JSONValue { moment.map { .string($0.text()) } ?? .null }
        func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
        return [
            "spool": .string(path), "depth": number(depth), "oldest": time(oldest),
            "oldest_age": oldest.map { .integer(now.since($0).components.seconds) } ?? .null,
            "set_aside": number(setAside),
            "set_aside_reason": setAsideReason.map { .string($0) } ?? .null,
            "dead": number(dead), "bytes": number(bytes), "byte_limit": number(byteLimit),
            "accepted": number(accepted), "delivered": number(delivered),
            "skipped": number(skipped), "dropped": number(dropped),
            "last_success": time(lastSuccess),
            "trouble": trouble.map { .string($0) } ?? .null, "trouble_since": time(troubleSince),
            "deliverer": deliverer.map { $0.pid.map { .integer(Int64($0)) } ?? "unknown" } ?? .null,
        ]
    }
}

extension Spool {
    /// Counts what is in the spool and sees who delivers.
    public func status() throws(SpoolProblem) -> SpoolStatus {
        let holder = try DeliveryLock.holder(of: path)
        return try read { db in
            let spool = try Row.fetchOne(
                db,
                sql: """
                    SELECT bytes, accepted, delivered, skipped, dropped, last_success, trouble,
                        trouble_since
                    FROM spool
                    """)
            guard let spool else { throw SpoolProblem.foreign(path: path) }
            let waiting = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FILTER (WHERE reason IS NULL) AS depth,
                        COUNT(*) FILTER (WHERE reason IS NOT NULL) AS dead,
                        COUNT(*) FILTER (WHERE trouble IS NOT NULL) AS set_aside,
                        MIN(accepted) FILTER (WHERE reason IS NULL) AS oldest
                    FROM entry
                    """)
            let reason = try String.fetchOne(
                db,
                sql: """
                    SELECT trouble FROM entry WHERE trouble IS NOT NULL ORDER BY sequence LIMIT 1
                    """)
            func time(_ microseconds: Int64?) -> Timestamp? {
                microseconds.map { Timestamp(microseconds: $0) }
            }
            return SpoolStatus(
                path: path, depth: waiting?["depth"] ?? 0, oldest: time(waiting?["oldest"]),
                setAside: waiting?["set_aside"] ?? 0, setAsideReason: reason,
                dead: waiting?["dead"] ?? 0, bytes: spool["bytes"], byteLimit: limits.bytes,
                accepted: spool["accepted"], delivered: spool["delivered"],
                skipped: spool["skipped"], dropped: spool["dropped"],
                lastSuccess: time(spool["last_success"]), trouble: spool["trouble"],
                troubleSince: time(spool["trouble_since"]), deliverer: holder)
        }
    }
}
