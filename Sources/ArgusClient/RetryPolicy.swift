/// How often, and after which delays, a request is sent again.
///
/// Only what may help is tried: the server was unavailable or asked to slow down. The delay is
/// drawn from zero up to a bound that doubles each time ("full jitter"), so that many clients do
/// not come back all at once.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at most, the first time included.
    public var attempts: Int
    /// The bound of the first delay.
    public var base: Duration
    /// What no delay exceeds; a server that asks for a longer one ends the attempts.
    public var cap: Duration

    /// Sets the number of attempts and the bounds of the delays between them.
    public init(attempts: Int, base: Duration, cap: Duration) {
        (self.attempts, self.base, self.cap) = (max(1, attempts), base, cap)
    }

    /// Four attempts within about four seconds at most.
    public static let standard = RetryPolicy(
        attempts: 4,
        base: .milliseconds(500),
        cap: .seconds(30)
    )

    /// One attempt: for programs that queue and try again themselves.
    public static let none = RetryPolicy(attempts: 1, base: .zero, cap: .zero)

    /// How long to wait after so many attempts; nil if that was the last one.
    ///
    /// A delay that the server asked for is the least: the drawn part comes on top.
    func delay(after attempt: Int, asked: Duration?, random: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        if let asked {
            return asked > cap ? nil : max(.zero, asked) + base * random
        }
        var bound = base
        for _ in 1..<max(1, attempt) where bound < cap { bound = bound * 2 }
        return min(bound, cap) * random
    }
}
