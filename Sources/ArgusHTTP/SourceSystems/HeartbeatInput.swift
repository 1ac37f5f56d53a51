import ArgusCore
import ArgusVocabulary

/// What a source system says with a sign of life.
package struct HeartbeatInput: Sendable {
    let queueDepth: Int64?
    let queueOldestAge: Int64?

    /// How its queue stands at a time; nil if it does not say.
    package func queue(at now: Timestamp) -> SourceQueue? {
        queueDepth.map { depth in
            SourceQueue(
                depth: depth,
                oldest: queueOldestAge.map { now.advanced(by: .zero - .seconds($0)) })
        }
    }
}
