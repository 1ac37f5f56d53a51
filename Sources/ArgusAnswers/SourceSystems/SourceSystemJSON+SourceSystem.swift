import ArgusCore
import ArgusVocabulary
import ArgusWire

extension SourceSystemJSON {
    /// A source system as it is answered.
    package init(_ source: SourceSystem) {
        self.init(
            id: source.id, name: source.name, type: source.type,
            user: source.user, baseURL: source.baseURL, lastSeen: source.lastSeen)
    }
}
