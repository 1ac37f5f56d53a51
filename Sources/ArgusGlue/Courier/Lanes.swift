/// The entries that are in memory, in a lane for each key: within a lane one after another, the
/// lanes beside each other.
struct Lanes {
    /// The entries of one key, or one entry without a key.
    struct Lane {
        var entries: [SpoolEntry] = []
        /// How often its first entry failed while others came through.
        var failures = 0
        /// How many had come through when it last failed.
        var successesAtFailure = -1
        /// Not to be tried before.
        var notBefore: ContinuousClock.Instant?
    }

    /// What tells the lanes apart.
    enum Name: Hashable, Sendable {
        case key(String)
        case single(Int64)

        init(_ entry: SpoolEntry) {
            self = entry.alert.key.isEmpty ? .single(entry.sequence) : .key(entry.alert.key)
        }
    }

    private var lanes: [Name: Lane] = [:]
    private var ready: [Name] = []
    private var first = 0
    private var running: Set<Name> = []

    var readyCount: Int { ready.count - first }
    var runningCount: Int { running.count }
    var isEmpty: Bool { lanes.isEmpty }

    /// When the first of the lanes that wait may be tried: now, or later; nil if none waits.
    func nextStart(from now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        var earliest: ContinuousClock.Instant?
        for name in ready[first...] {
            guard let moment = lanes[name]?.notBefore, moment > now else { return now }
            earliest = min(earliest ?? moment, moment)
        }
        return earliest
    }

    mutating func add(_ entry: SpoolEntry) {
        let name = Name(entry)
        if lanes[name] == nil { ready.append(name) }
        lanes[name, default: Lane()].entries.append(entry)
    }

    /// Takes the next lane that may be tried, with its first entry and the one after it.
    mutating func take(
        at now: ContinuousClock.Instant
    ) -> (name: Name, entry: SpoolEntry, next: SpoolEntry?)? {
        for _ in 0..<readyCount {
            let name = ready[first]
            first += 1
            compact()
            guard let lane = lanes[name], let entry = lane.entries.first else { continue }
            if let notBefore = lane.notBefore, notBefore > now {
                ready.append(name)
                continue
            }
            running.insert(name)
            return (name, entry, lane.entries.dropFirst().first)
        }
        return nil
    }

    /// Removes the entries that are done; the lane goes on with the next one.
    mutating func finish(_ name: Name, _ count: Int) {
        running.remove(name)
        guard var lane = lanes[name] else { return }
        lane.entries.removeFirst(min(count, lane.entries.count))
        (lane.failures, lane.successesAtFailure, lane.notBefore) = (0, -1, nil)
        if lane.entries.isEmpty {
            lanes[name] = nil
        } else {
            lanes[name] = lane
            ready.append(name)
        }
    }

    /// Notes that the first entry failed.
    ///
    /// The answer is how often it did so while others came through: then the fault is its own.
    mutating func fail(_ name: Name, successes: Int) -> Int {
        running.remove(name)
        guard var lane = lanes[name] else { return 0 }
        let othersCameThrough = lane.successesAtFailure >= 0 && successes > lane.successesAtFailure
        if othersCameThrough { lane.failures += 1 }
        lane.successesAtFailure = successes
        lane.entries[0].attempts += 1
        lanes[name] = lane
        ready.append(name)
        return lane.failures
    }

    mutating func postpone(_ name: Name, until moment: ContinuousClock.Instant) {
        lanes[name]?.notBefore = moment
    }

    private mutating func compact() {
        guard first > 1024, first * 2 > ready.count else { return }
        ready.removeFirst(first)
        first = 0
    }
}
