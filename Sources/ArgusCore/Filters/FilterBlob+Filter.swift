import ArgusVocabulary

extension FilterBlob {
    /// Whether no field is given, in which case it holds for no incident.
    package var isEmpty: Bool {
        filter == .nothing
    }

    /// The incidents that it describes.
    package var filter: IncidentFilter {
        let parts = lists + states
        return parts.isEmpty ? .nothing : .all(parts)
    }

    /// What the one who typed a part of it may have meant otherwise.
    package var hints: [String] { written.map { WrittenFilter(stored: $0).hints } ?? [] }

    private var lists: [IncidentFilter] {
        var parts: [IncidentFilter] = []
        if let sources, !sources.isEmpty { parts.append(.sources(sources)) }
        if let sourceTypes, !sourceTypes.isEmpty { parts.append(.sourceTypes(sourceTypes)) }
        if let eventTypes, !eventTypes.isEmpty { parts.append(.eventTypes(eventTypes)) }
        if let tags, !tags.isEmpty {
            let known = tags.compactMap { try? Tag($0, keys: .anyCase) }
            parts.append(known.count == tags.count ? .tags(known) : .nothing)
        }
        return parts
    }

    private var states: [IncidentFilter] {
        var parts: [IncidentFilter] = []
        if let open { parts.append(.open(open)) }
        if let acked { parts.append(.acked(acked)) }
        if let stateful { parts.append(.stateful(stateful)) }
        if let maxLevel { parts.append(.levelAtMost(maxLevel)) }
        if let written { parts.append(WrittenFilter(stored: written).filter) }
        if hideClosedAcked { parts.append(.not(.all([.open(false), .acked(true)]))) }
        return parts
    }
}
