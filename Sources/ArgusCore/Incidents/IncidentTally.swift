import ArgusVocabulary

/// How many incidents a search finds, by what a list shows on top.
package struct IncidentCounts: Hashable, Sendable {
    /// One level, acknowledged or not.
    package struct Part: Hashable, Sendable {
        package let level: Level
        package let isAcked: Bool
        package let count: Int

        /// Counts the incidents of a level.
        package init(level: Level, isAcked: Bool, count: Int) {
            (self.level, self.isAcked, self.count) = (level, isAcked, count)
        }
    }

    package let parts: [Part]

    /// No more than so many are counted.
    package static let limit = 100_000

    /// Adds up parts.
    package init(_ parts: [Part]) {
        self.parts = parts
    }

    package var total: Int { parts.reduce(0) { $0 + $1.count } }
    package var acked: Int { parts.filter(\.isAcked).reduce(0) { $0 + $1.count } }

    /// How many are of a level.
    package func count(of level: Level) -> Int {
        parts.filter { $0.level == level }.reduce(0) { $0 + $1.count }
    }
}

/// How many incidents have something in common.
package struct IncidentTally<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    package let count: Int
    package let worst: Level
    package let unacked: Int

    /// Says what they have in common, and how many there are.
    package init(_ value: Value, count: Int, worst: Level, unacked: Int) {
        (self.value, self.count, self.worst, self.unacked) = (value, count, worst, unacked)
    }
}
