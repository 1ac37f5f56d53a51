import ArgusVocabulary
import Foundation

extension Zone {
    /// A zone that no update of the system changes: of release 2025b of the time zone database, of those
    /// that the tests of zones have.
    package static func fixed(_ name: String) throws -> Zone {
        let folder = URL(filePath: #filePath)
            .appending(path: "../../../Tests/ArgusVocabularyTests/Time/Zones/slim").standardized
        guard let zone = Zone(named: name, directory: folder.path(percentEncoded: false)) else {
            throw UnknownZone(name: name)
        }
        return zone
    }

    private struct UnknownZone: Error {
        let name: String
    }
}
