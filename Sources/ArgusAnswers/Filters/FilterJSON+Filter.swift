import ArgusCore
import ArgusVocabulary
import ArgusWire

extension FilterJSON {
    /// A stored filter as it is answered.
    package init(_ filter: StoredFilter) {
        self.init(
            pk: filter.id.rawValue, name: filter.name, filter: filter.blob,
            isPublic: filter.isPublic)
    }
}
