/// Tells a comparison that it is time, before its time.
package final class ComparisonBell: Sendable {
    private let rings: AsyncStream<Void>
    private let ringing: AsyncStream<Void>.Continuation

    /// A bell that has not rung.
    package init() {
        (rings, ringing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for a comparison as soon as may be.
    package func ring() { ringing.yield() }

    /// Waits until it rings, or so long if that is shorter; false if the task is cancelled.
    func wait(upTo limit: Duration?) async -> Bool {
        let alarm = limit.map { limit in
            Task { [ringing] in
                do { try await Task.sleep(for: limit) } catch { return }
                ringing.yield()
            }
        }
        defer { alarm?.cancel() }
        for await _ in rings { return true }
        return false
    }
}
