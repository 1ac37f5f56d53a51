import ArgusClient
import ArgusVocabulary

extension Reading {
    /// The reading as a line: an alert in the pipe format, by the conventions of its
    /// source and as a server takes it over a version of the API, anything else as a comment that says
    /// why.
    package func line(
        for version: APIVersion, by conventions: Conventions = .none, receipt: Timestamp
    ) -> String {
        switch self {
        case .alert(let alert):
            do {
                let admission = try alert.admitted(
                    by: conventions, for: version, receipt: receipt)
                guard case .taken(let deliverable) = admission else {
                    guard case .leftOut(let reason) = admission else { return "" }
                    return "# ignored: \(reason)"
                }
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
