import ArgusClient

/// Holds back the closing of very many problems at once until it was seen twice in a row: a
/// monitoring system that has just started knows of nothing.
struct MassCloseGuard: Sendable {
    /// So many closings are never suspicious, unless nothing is left open at all.
    static let few = 10
    /// More than one in so many open ones is.
    static let share = 2

    /// How much later it must be seen again.
    let pause: Duration
    /// What was held back, and when it was first.
    private var suspected: (keys: Set<String>, since: Timestamp)?

    /// Whether something is held back.
    var isSuspicious: Bool { suspected != nil }

    init(pause: Duration = .seconds(60)) {
        self.pause = pause
    }

    /// Whether so many closings are suspicious.
    static func suspects(_ closings: Int, of open: Int, isEmpty: Bool) -> Bool {
        closings > 0 && (isEmpty || (closings > few && closings * share > open))
    }

    /// What of these closings may be done now: all, or what was held back before and is still
    /// missing, or nothing yet.
    mutating func permit(
        _ closes: [Alert], of open: Int, isEmpty: Bool, at moment: Timestamp
    ) -> [Alert] {
        guard Self.suspects(closes.count, of: open, isEmpty: isEmpty) else {
            suspected = nil
            return closes
        }
        let keys = Set(closes.map(\.key))
        guard let (former, since) = suspected else {
            suspected = (keys, moment)
            return []
        }
        guard moment.since(since) >= pause else {
            suspected = (former.intersection(keys), since)
            return []
        }
        suspected = (keys.subtracting(former), moment)
        return closes.filter { former.contains($0.key) }
    }

    /// Forgets what was held back: the system could not be asked in between.
    mutating func forget() {
        suspected = nil
    }
}
