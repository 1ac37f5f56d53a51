import ArgusClient

/// Whether requests may be sent now: closed for a while after a failure, then one goes ahead to
/// see, and all the others follow when it comes through.
struct ConnectionGate {
    private enum State: Equatable {
        case open
        case closed(until: ContinuousClock.Instant)
        /// One request is under way to see whether the server is back.
        case probing
    }

    private var state = State.open
    private var failures = 0
    /// Raised whenever the gate closes: failures of requests that began before count once.
    private(set) var generation = 0
    /// Why it was closed; nil once a request has come through.
    private(set) var trouble: String?

    /// Whether a request may be sent now, and if it is the one to see, notes that.
    mutating func mayPass(at now: ContinuousClock.Instant) -> Bool {
        switch state {
        case .open: return true
        case .probing: return false
        case .closed(let until):
            guard now >= until else { return false }
            state = .probing
            return true
        }
    }

    /// Whether everything may pass.
    var isOpen: Bool { state == .open }

    /// When it should be asked again; nil if it is open or a request is under way.
    var opens: ContinuousClock.Instant? {
        if case .closed(let until) = state { until } else { nil }
    }

    /// A request came through; true if that was news.
    mutating func succeed(from generation: Int) -> Bool {
        guard generation == self.generation else { return false }
        let wasInTrouble = trouble != nil
        (state, failures, trouble) = (.open, 0, nil)
        return wasInTrouble
    }

    /// A request failed; true if that was news.
    mutating func fail(
        _ reason: String, from generation: Int, at now: ContinuousClock.Instant,
        delay: (Int) -> Duration
    ) -> Bool {
        guard generation == self.generation else { return false }
        let isNews = trouble == nil
        failures += 1
        self.generation += 1
        trouble = reason
        state = .closed(until: now + delay(failures))
        return isNews
    }

    /// The request that went ahead says nothing about the connection.
    mutating func abandonProbe(from generation: Int, at now: ContinuousClock.Instant) {
        if generation == self.generation, state == .probing { state = .closed(until: now) }
    }
}
