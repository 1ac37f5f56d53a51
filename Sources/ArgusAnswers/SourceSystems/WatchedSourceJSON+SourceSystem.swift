import ArgusCore
import ArgusVocabulary
import ArgusWire

extension WatchedSourceJSON {
    /// A source system as answers show it.
    package init(_ source: SourceSystem) {
        self.init(
            source: SourceSystemJSON(source), heartbeatFrequency: source.heartbeatFrequency,
            alertExpiry: source.alertExpiry, queueDepth: source.queue?.depth,
            queueOldest: source.queue?.oldest)
    }
}
