import ArgusVocabulary

/// How the log of an incident tells what became different about it.
package struct LogWording: Sendable {
    /// Writes tags.
    package let tags: @Sendable ([Tag]) -> String
    /// Writes JSON, such as metadata.
    package let metadata: @Sendable (JSONText) -> String
    /// Whether every entry but that about tags stands twice.
    package let isDoubled: Bool

    /// Puts a wording together.
    package init(
        tags: @escaping @Sendable ([Tag]) -> String,
        metadata: @escaping @Sendable (JSONText) -> String, isDoubled: Bool = false
    ) {
        (self.tags, self.metadata, self.isDoubled) = (tags, metadata, isDoubled)
    }

    /// Writes a member of an incident's details.
    func text(of value: IncidentDetails.Value) -> String {
        switch value {
        case .text(let text): text
        case .level(let level): String(level.rawValue)
        case .json(let json): metadata(json)
        }
    }

    /// Everything as it is.
    package static let plain = LogWording(
        tags: { $0.map(\.text).joined(separator: ", ") }, metadata: \.text)
}
