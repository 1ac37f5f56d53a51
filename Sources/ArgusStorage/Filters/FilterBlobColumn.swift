import ArgusVocabulary

/// How a filter's fields stand in one column: by the API's names, those that are not given left out.
struct FilterBlobColumn: Codable {
    let sourceSystemIds: [Int64]?
    let sourceTypes: [String]?
    let tags: [String]?
    let open: Bool?
    let acked: Bool?
    let stateful: Bool?
    let maxlevel: Int64?
    let eventTypes: [String]?
    let hideClosedAcked: Bool?
    let q: String?

    private enum CodingKeys: String, CodingKey {
        case sourceSystemIds, tags, open, acked, stateful, maxlevel, q
        case sourceTypes = "source_types"
        case eventTypes = "event_types"
        case hideClosedAcked = "hide_closed_acked"
    }

    init(_ blob: FilterBlob) {
        sourceSystemIds = blob.sources
        sourceTypes = blob.sourceTypes
        (tags, open, acked, stateful) = (blob.tags, blob.open, blob.acked, blob.stateful)
        maxlevel = blob.maxLevel
        eventTypes = blob.eventTypes?.map(\.rawValue)
        hideClosedAcked = blob.hideClosedAcked ? true : nil
        q = blob.written
    }

    /// The filter, or an error if one of its words is unknown.
    func blob() throws -> FilterBlob {
        var blob = FilterBlob()
        (blob.sources, blob.sourceTypes, blob.tags) = (sourceSystemIds, sourceTypes, tags)
        (blob.open, blob.acked, blob.stateful) = (open, acked, stateful)
        blob.maxLevel = maxlevel
        blob.eventTypes = try eventTypes?.map { try EventType(stored: $0) }
        blob.hideClosedAcked = hideClosedAcked ?? false
        blob.written = q
        return blob
    }
}
