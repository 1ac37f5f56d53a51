@testable import ArgusDashboard

extension AsyncStream<LiveNews>.Iterator {
    /// The next news of which there is any: what has none is a sign of life now and then.
    mutating func nextThatTells() async -> LiveNews? {
        while let next = await next() {
            if !next.isEmpty { return next }
        }
        return nil
    }
}
