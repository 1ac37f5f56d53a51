import ArgusCore
import ArgusVocabulary
import ArgusWire

extension FilterBlobJSON {
    /// The fields of a filter as they are answered.
    package init(_ blob: FilterBlob) {
        self.init()
        (sourceSystemIds, sourceTypes, tags) = (blob.sources, blob.sourceTypes, blob.tags)
        (open, acked, stateful) = (blob.open, blob.acked, blob.stateful)
        maxlevel = blob.maxLevel
        eventTypes = blob.eventTypes?.compactMap { EventTypeJSON(rawValue: $0.rawValue) }
        hideClosedAcked = blob.hideClosedAcked
        q = blob.written?.text
    }
}

extension FilterJSON {
    /// A stored filter as it is answered.
    package init(_ filter: StoredFilter) {
        self.init(
            pk: filter.id.rawValue, name: filter.name, filter: FilterBlobJSON(filter.blob),
            isPublic: filter.isPublic)
    }
}
