import ArgusVocabulary
import Foundation
import Testing

/// Zone files that no update of the system changes: release 2025b of the time zone database with its
/// `backzone`, in both forms that `zic` compiles.
///
/// The fat form lists every change of an offset up to 2037, the slim one leaves to the rule at its
/// end what that rule says.
enum ZoneFiles: String, CaseIterable {
    case fat, slim

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Zones")

    /// The zone of an IANA name, of those that the tables of the tests name.
    func zone(_ name: String) throws -> Zone {
        let folder = Self.folder.appending(path: rawValue).path(percentEncoded: false)
        return try #require(Zone(named: name, directory: folder))
    }
}
