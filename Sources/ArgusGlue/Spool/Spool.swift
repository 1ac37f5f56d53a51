import ArgusClient
import ArgusSettings
import ArgusVocabulary
import FoundationEssentials
import GRDB

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The durable queue between a monitoring system and the server: one SQLite file.
///
/// An alert is accepted when it is committed and flushed to disk, and stays until the server has
/// it, or somebody drops it. Any number of processes may accept into one spool while one of them
/// delivers (``DeliveryLock``). Every function is synchronous: it waits for the disk, never for the
/// network.
package final class Spool: Sendable {
    /// The file; SQLite puts two more beside it, ending in `-wal` and `-shm`.
    package let path: String
    /// How much is kept.
    package let limits: SpoolLimits
    /// What had to be changed so that only the owner can look into it, a sentence each.
    package let tightened: [String]
    /// Random, and as old as the file: what the server tells this spool's requests apart by.
    package let name: String

    let queue: DatabaseQueue
    let clock: WallClock

    /// Opens a spool, and makes it, with its folder, if there is none and `mayMake` is true.
    ///
    /// Refuses with a ``SpoolProblem`` if it is locked, read-only, of a newer version or no spool;
    /// the file is then left as it is.
    package init(
        path: String, limits: SpoolLimits = SpoolLimits(), mayMake: Bool = true,
        busyTimeout: Duration = .seconds(5),
        clock: @escaping WallClock = Timestamp.now
    ) throws(SpoolProblem) {
        (self.path, self.limits, self.clock) = (path, limits, clock)
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        (queue, name, tightened) = try Self.translating(path) {
            if mayMake { try Self.make(path, in: folder) } else { try Self.expectFile(path) }
            try Self.expectDatabase(path)
            let queue = try DatabaseQueue(
                path: path, configuration: Self.configuration(busyTimeout))
            let now = clock().microseconds
            try queue.inTransaction(.immediate) { db in
                try SpoolSchema.prepare(db, path: path, now: now)
                return .commit
            }
            let name = try queue.inDatabase { db in
                // The file is known to be ours by now.
                try Self.useWriteAheadLog(db, busyTimeout)
                // GRDB would set NORMAL, with which a committed alert may be lost when the power
                // fails.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                return try String.fetchOne(db, sql: "SELECT name FROM spool")
            }
            return (queue, name ?? "", Self.tighten(path, in: folder))
        }
    }

    /// While another process does the same, SQLite answers that it is busy at once, instead of
    /// waiting as it does for everything else.
    private static func useWriteAheadLog(_ db: Database, _ busyTimeout: Duration) throws {
        let deadline = ContinuousClock.now + busyTimeout
        while true {
            do {
                return try db.execute(sql: "PRAGMA journal_mode = WAL")
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard ContinuousClock.now < deadline else { throw error }
                usleep(2000)
            }
        }
    }

    private static func configuration(_ busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(busyTimeout.microseconds) / 1_000_000)
        configuration.label = "argus-glue.spool"
        return configuration
    }

    private static func make(_ path: String, in folder: String) throws {
        defer { PrivateFile.file(path).make() }
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SpoolProblem(
                .notFound, "The folder of the spool \(path) is not there and cannot be made.")
        }
    }

    /// A folder of another name may have been made for more than a spool.
    private static func tighten(_ path: String, in folder: String) -> [String] {
        let place = PrivateFile.folder(folder)
        let isMade = URL(filePath: folder).lastPathComponent == "argus-glue" && place.isOurs
        return ((isMade ? [place] : []) + PrivateFile.database(path)).compactMap { $0.tighten() }
    }

    private static func expectFile(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        throw SpoolProblem(.notFound, "There is no spool \(path).")
    }

    /// Refuses what is no SQLite database before SQLite touches it.
    private static func expectDatabase(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            throw SpoolProblem(.notASpool, "The spool \(path) is a folder; a file is expected.")
        }
        guard let head = headOfFile(path) else {
            throw SpoolProblem(.readOnly, "The spool \(path) may not be read by this user.")
        }
        guard head.isEmpty || head.elementsEqual("SQLite format 3\0".utf8) else {
            throw SpoolProblem(
                .notASpool, "The spool \(path) is not a SQLite database; it was left as it is.")
        }
    }

    /// The first 16 bytes of a file; nil if it cannot be read.
    private static func headOfFile(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// Runs a body, and turns what SQLite throws into a sentence.
    static func translating<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws(SpoolProblem) -> Value {
        do {
            return try body()
        } catch let problem as SpoolProblem {
            throw problem
        } catch let error as DatabaseError {
            throw SpoolProblem(error, path: path)
        } catch {
            throw SpoolProblem(.broken, "The spool \(path) cannot be used: \(error).")
        }
    }

    /// Writes in one transaction, which is on disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(SpoolProblem) -> Value {
        try Self.translating(path) {
            var value: Value?
            try queue.inTransaction(.immediate) { db in
                value = try body(db)
                return .commit
            }
            guard let value else {
                throw SpoolProblem(.broken, "The spool \(path) did not answer.")
            }
            return value
        }
    }

    /// Reads what is committed.
    func read<Value>(_ body: (Database) throws -> Value) throws(SpoolProblem) -> Value {
        try Self.translating(path) { try queue.read(body) }
    }
}

/// How much a spool keeps before it refuses more.
package struct SpoolLimits: Hashable, Sendable {
    /// The most bytes of alerts, dead letters included.
    package var bytes: Int
    /// How long the oldest alert may wait; nil for any time.
    package var age: Duration?
    /// For how long what is delivered is kept, to be replayed; nil if it is not.
    package var delivered: Duration?

    /// Sets the bounds.
    package init(bytes: Int = 1 << 30, age: Duration? = nil, delivered: Duration? = nil) {
        (self.bytes, self.age, self.delivered) = (bytes, age, delivered)
    }
}
