/// The entries that are in memory, in a lane for each key: within a lane one after another, the
/// lanes beside each other.
struct Lanes {
    /// The entries of one key, or one entry without a key.
    private struct Lane {
        var entries: [SpoolEntry] = []
        /// Whether more of this key were seen in the spool than are kept here.
        var hasMore = false
        /// How often its first entry failed while it was the only one to fail.
        var failures = 0
        /// How many had come through when it last failed.
        var successesAtFailure: Int?
    }

    /// What tells the lanes apart.
    enum Name: Hashable, Sendable {
        /// The bytes of a key: two that differ only in their normal form are two, as on disk.
        case key([UInt8])
        case single(Int64)

        init(key: String) {
            self = .key(Array(key.utf8))
        }

        init(_ entry: SpoolEntry) {
            self = entry.alert.key.isEmpty ? .single(entry.sequence) : Name(key: entry.alert.key)
        }
    }

    /// So many entries of one key are kept; the others stay on disk until it is their turn.
    static let laneLimit = 64

    private var lanes: [Name: Lane] = [:]
    private var ready: [Name] = []
    private var first = 0
    private var running: Set<Name> = []
    /// Lanes that are not to be tried before a time.
    private var postponed: [Name: ContinuousClock.Instant] = [:]
    /// Lanes of which all that was kept is done, and more is on disk.
    private(set) var hungry: [Name] = []

    var readyCount: Int { ready.count - first }
    var runningCount: Int { running.count }
    var count: Int { lanes.count }
    var isEmpty: Bool { lanes.isEmpty }

    /// When the first of the lanes that wait may be tried: now, or later; nil if none waits.
    func nextStart(from now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if readyCount > 0 { return now }
        return postponed.values.min().map { max($0, now) }
    }

    /// For how many more entries a lane has room.
    func room(in name: Name) -> Int {
        guard let lane = lanes[name] else { return Self.laneLimit }
        return lane.hasMore ? 0 : Self.laneLimit - lane.entries.count
    }

    /// Notes that the spool has more of a lane than there is room for.
    mutating func leave(_ name: Name) {
        lanes[name]?.hasMore = true
    }

    /// Adds an entry; `moment` is when it may be tried if it is the first of its lane.
    mutating func add(_ entry: SpoolEntry, notBefore moment: ContinuousClock.Instant? = nil) {
        let name = Name(entry)
        if lanes[name] == nil { giveBack(name, notBefore: moment) }
        lanes[name, default: Lane()].entries.append(entry)
    }

    /// The next entries of a hungry lane: all that there are, unless it `hasMore`.
    mutating func feed(_ name: Name, _ entries: [SpoolEntry], hasMore: Bool) {
        hungry.removeAll { $0 == name }
        lanes[name] = entries.isEmpty ? nil : Lane(entries: entries, hasMore: hasMore)
        if !entries.isEmpty { ready.append(name) }
    }

    /// Lets those lanes be tried again whose time has come.
    mutating func awaken(at now: ContinuousClock.Instant) {
        for (name, moment) in postponed where moment <= now {
            postponed[name] = nil
            ready.append(name)
        }
    }

    /// Takes the next lane that may be tried, with its first entry and the one after it.
    mutating func take() -> (name: Name, entry: SpoolEntry, next: SpoolEntry?)? {
        guard readyCount > 0 else { return nil }
        let name = ready[first]
        first += 1
        compact()
        guard let entries = lanes[name]?.entries, let entry = entries.first else { return nil }
        running.insert(name)
        return (name, entry, entries.dropFirst().first)
    }

    /// Removes the entries that are done; the lane goes on with the next one.
    mutating func finish(_ name: Name, _ count: Int) {
        running.remove(name)
        guard var lane = lanes[name] else { return }
        lane.entries.removeFirst(min(count, lane.entries.count))
        (lane.failures, lane.successesAtFailure) = (0, nil)
        lanes[name] = lane.entries.isEmpty && !lane.hasMore ? nil : lane
        if !lane.entries.isEmpty {
            ready.append(name)
        } else if lane.hasMore {
            hungry.append(name)
        }
    }

    /// Notes that the first entry failed, after so many others had come through; true if some did
    /// since it last failed.
    mutating func fail(_ name: Name, successes: Int) -> Bool {
        running.remove(name)
        guard var lane = lanes[name] else { return false }
        let othersCameThrough = lane.successesAtFailure.map { successes > $0 } ?? false
        lane.entries[0].attempts += 1
        lane.successesAtFailure = successes
        lanes[name] = lane
        return othersCameThrough
    }

    /// Notes that the fault is the first entry's own; the answer is how often it was, and how grave
    /// that is by now, of which this failure adds `weight`.
    mutating func blame(_ name: Name, weight: Int) -> (often: Int, gravity: Int) {
        guard lanes[name]?.entries.isEmpty == false else { return (1, 0) }
        lanes[name]?.failures += 1
        lanes[name]?.entries[0].gravity += weight
        return (lanes[name]?.failures ?? 1, lanes[name]?.entries[0].gravity ?? 0)
    }

    /// Puts a lane back that was taken, to be tried again at once or at a time.
    mutating func giveBack(_ name: Name, notBefore moment: ContinuousClock.Instant? = nil) {
        if let moment { postponed[name] = moment } else { ready.append(name) }
    }

    private mutating func compact() {
        guard first > 1024, first * 2 > ready.count else { return }
        ready.removeFirst(first)
        first = 0
    }
}
