import GRDB

/// Why the spool cannot be used, in one sentence that names its file.
package struct SpoolProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of problem it is.
    package enum Kind: Hashable, Sendable {
        case locked, diskFull, readOnly, newerVersion, notASpool, notFound, broken
        /// As much is kept as the settings allow: the same alert may be taken later.
        case full
    }

    /// What kind of problem it is.
    package let kind: Kind
    /// The sentence.
    package let description: String

    init(_ kind: Kind, _ description: String) {
        (self.kind, self.description) = (kind, description)
    }

    /// Says what SQLite's answer means for the spool.
    init(_ error: DatabaseError, path: String) {
        let (kind, words): (Kind, String) =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                (.locked, "is locked by another program; try again when that has ended")
            case .SQLITE_FULL: (.diskFull, "cannot grow: the disk is full")
            // Its index of the log, a file of its own, finds no room.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
                (.diskFull, "cannot grow: the disk is full")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                (.readOnly, "is read-only for this user")
            case .SQLITE_NOTADB: (.notASpool, "is not a SQLite database; it was left as it is")
            case .SQLITE_CORRUPT:
                (.broken, "is damaged; it was left as it is, move it away to begin a new one")
            case .SQLITE_CANTOPEN:
                (.notFound, "cannot be opened: see that its folder exists and may be written to")
            default: (.broken, "cannot be used: \(error.message ?? error.resultCode.description)")
            }
        self.init(kind, "The spool \(path) \(words).")
    }

    static func newer(_ version: Int, path: String) -> SpoolProblem {
        SpoolProblem(
            .newerVersion,
            "The spool \(path) is of version \(version), which only a newer argus-glue can read; "
                + "it was left as it is.")
    }

    static func foreign(path: String) -> SpoolProblem {
        SpoolProblem(
            .notASpool,
            "The spool \(path) is a database of another program; it was left as it is.")
    }
}

extension SpoolProblem {
    /// Whether it may pass without anybody touching the spool.
    package var mayPass: Bool {
        switch kind {
        case .locked, .diskFull, .full: true
        case .readOnly, .newerVersion, .notASpool, .notFound, .broken: false
        }
    }
}
