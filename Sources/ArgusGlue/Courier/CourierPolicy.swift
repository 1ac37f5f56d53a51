import ArgusClient

/// How a courier sends, and how long it waits when that fails.
package struct CourierPolicy: Hashable, Sendable {
    /// How many requests are under way at a time, each for another problem.
    package var parallel: Int
    /// The bound of the first delay after the server could not be reached; it doubles each time.
    package var base: Duration
    /// What no delay exceeds, not even one that the server asks for.
    package var cap: Duration
    /// How long to wait when the server does not accept the token.
    package var refused: Duration
    /// What happens when a problem that is over comes back.
    package var recurrence: Recurrence
    /// How long closed incidents are remembered after the last word on them.
    package var memory: Duration

    /// Sets what is not as usual.
    package init(
        parallel: Int = 16, base: Duration = .seconds(1), cap: Duration = .seconds(300),
        refused: Duration = .seconds(300), recurrence: Recurrence = .new,
        memory: Duration = .seconds(30 * 86_400)
    ) {
        (self.parallel, self.base, self.cap) = (max(1, parallel), base, cap)
        (self.refused, self.recurrence, self.memory) = (refused, recurrence, memory)
    }

    /// How long to wait after so many failures: drawn from zero up to a bound that doubles each
    /// time ("full jitter"), but no less than the server asked for.
    ///
    /// What it asks for is bounded too: a server's slip must not silence a source for years.
    func delay(after failures: Int, asked: Duration?, random: Double) -> Duration {
        var bound = base
        for _ in 1..<max(1, failures) where bound < cap { bound = bound * 2 }
        return max(min(asked ?? .zero, cap), min(bound, cap) * random)
    }
}
