import ArgusClient
import ArgusVocabulary

extension Reading {
    /// The reading as a line: an alert in the pipe format, as a server takes it over a version of the
    /// API, anything else as a comment that says why.
    package func line(for version: APIVersion, receipt: Timestamp) -> String {
        switch self {
        case .alert(let alert):
            do {
                let deliverable = try alert.deliverable(for: version, receipt: receipt)
                let altered = deliverable.alterations.map(\.description).sorted()
                let comment =
                    altered.isEmpty ? "" : "# altered: \(altered.joined(separator: "; "))\n"
                return comment + deliverable.alert.json.text
            } catch {
                return "# refused: \(error)"
            }
        case .ignored(let reason): return "# ignored: \(reason)"
        case .refused(let reason): return "# refused: \(reason)"
        case .repaired(let reason): return "# repaired: \(reason)"
        }
    }
}
