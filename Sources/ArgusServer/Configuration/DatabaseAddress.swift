import ArgusSQL
import ArgusSettings
import FoundationEssentials

/// Where the database is.
package enum DatabaseAddress: Hashable, Sendable {
    /// A SQLite file, by its path.
    case sqlite(path: String)
    /// PostgreSQL servers, by a connection string of libpq's.
    case postgresql(connectionString: String)
}

extension DatabaseAddress {
    /// What an address looks like.
    package static let expected =
        "sqlite:PATH or postgresql://USER@HOST/NAME, with %40 %3A %2F %3F for @ : / ? in a password"

    /// Understands an address; nil if it is none.
    package init?(_ text: String) {
        if text.hasPrefix("sqlite:"), text.utf8.count > "sqlite:".utf8.count {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
            if ConnectionString(text).canBeMisread { return nil }
            self = .postgresql(connectionString: text)
        } else {
            return nil
        }
    }

    /// Connects to it; no question may take longer than a limit.
    ///
    /// What stands in a file is for its owner alone, and `tell` hears what had to be changed for that.
    func driver(
        questionsUpTo limit: Duration = .seconds(30), _ tell: (String) -> Void = { _ in }
    ) throws -> any SQLDriver {
        switch self {
        case .sqlite(let path):
            PrivateFile.file(path).make()
            let driver = try SQLiteDriver(path: path)
            for file in PrivateFile.database(path) { file.tighten().map(tell) }
            return driver
        case .postgresql(let text):
            return PostgreSQLDriver(connectionString: text, statementLimit: limit)
        }
    }
}

extension DatabaseAddress {
    /// The address with the whole path of a file, for those who ask themselves where that is; without
    /// a password.
    package var located: String {
        guard case .sqlite(let path) = self else { return description }
        return "sqlite:\(URL(filePath: path).standardizedFileURL.path)"
    }

    /// Refuses an address where there is no file yet, or an empty one.
    ///
    /// On PostgreSQL that is only known once one is connected.
    func mustExist() throws {
        guard case .sqlite(let path) = self else { return }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64
        guard size ?? 0 > 0 else { throw NoDatabase(address: self) }
    }
}

/// That there is no database where one is looked for.
package struct NoDatabase: Error, CustomStringConvertible {
    let address: DatabaseAddress

    package var description: String {
        "There is no database yet at \(address.located): `argus serve` makes one, and so do "
            + "`argus user create` and `argus source create`; ARGUS_DATABASE says where it is."
    }
}

extension DatabaseAddress: CustomStringConvertible {
    /// As it is set, but for a password.
    package var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let text): ConnectionString(text).shown
        }
    }
}
