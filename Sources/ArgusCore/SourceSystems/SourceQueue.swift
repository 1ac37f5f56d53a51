import ArgusVocabulary

/// How the queue of what brings a source system's alerts stands, as that says with a heartbeat.
package struct SourceQueue: Hashable, Sendable {
    /// Alerts that wait to be brought here.
    package let depth: Int64
    /// When the oldest of them was put there; nil if none waits, or that is not known.
    package let oldest: Timestamp?

    /// Puts together what a heartbeat said.
    package init(depth: Int64, oldest: Timestamp?) {
        (self.depth, self.oldest) = (depth, oldest)
    }
}
