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
        /// Whether its first entry cannot be sent together with others.
        var isAlone = false
        /// Whether its entries are not to be brought together.
        var isApart = false
        /// Whether it was put in front of all others.
        var isFirst: Bool { entries.first.map { $0.sequence < 0 } ?? false }

        /// Whether its first entry may be sent together with those of other lanes: what changes
        /// an incident needs a look at it first, and what enters its log is told one by one.
        var isCompanion: Bool {
            switch entries.first?.alert.kind {
            case .open, .close, .stateless: !isAlone && !isFirst
            case .event, .change, nil: false
            }
        }
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
    /// Lanes that may be tried now: those that may be sent together, and the others.
    private var companions = NameQueue()
    private var singles = NameQueue()
    private var running: Set<Name> = []
    /// Lanes that are not to be tried before a time.
    private var postponed: [Name: ContinuousClock.Instant] = [:]
    /// Lanes of which all that was kept is done, and more is on disk.
    private var hungry: [Name] = []

    var readyCount: Int { companions.count + singles.count }
    var companionCount: Int { companions.count }
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
        let isFirst = lanes[name] == nil
        lanes[name, default: Lane()].entries.append(entry)
        if isFirst { giveBack(name, notBefore: moment) }
    }

    /// Adds an entry that was put in front of the queue: its lane is the next to be tried.
    mutating func addInFront(_ entry: SpoolEntry) {
        let name = Name(entry)
        if lanes[name] == nil { add(entry) } else { leave(name) }
    }

    /// Takes those lanes of which all that was kept is done, and more is on disk.
    mutating func takeHungry() -> [Name] {
        defer { hungry = [] }
        return hungry
    }

    /// Notes that a hungry lane could not be fed.
    mutating func leaveHungry(_ name: Name) {
        hungry.append(name)
    }

    /// The next entries of a hungry lane: all that there are, unless it `hasMore`.
    mutating func feed(_ name: Name, _ entries: [SpoolEntry], hasMore: Bool) {
        lanes[name] = entries.isEmpty ? nil : Lane(entries: entries, hasMore: hasMore)
        if !entries.isEmpty { line(up: name) }
    }

    /// Lets those lanes be tried again whose time has come.
    mutating func awaken(at now: ContinuousClock.Instant) {
        for (name, moment) in postponed where moment <= now {
            postponed[name] = nil
            line(up: name)
        }
    }

    /// Takes the next lane that may be tried, with its first entry and those after it; first those that
    /// cannot be sent together with others.
    mutating func take() -> Taken? {
        (singles.popFirst() ?? companions.popFirst()).flatMap { run($0) }
    }

    /// Takes the next lane that may be sent together with others.
    mutating func takeCompanion() -> Taken? {
        companions.popFirst().flatMap { run($0) }
    }

    /// A lane that is to be tried.
    struct Taken {
        let name: Name
        let entry: SpoolEntry
        /// What waits behind it.
        let next: ArraySlice<SpoolEntry>
        /// Whether it is not to be brought together with that.
        let isApart: Bool
    }

    private mutating func run(_ name: Name) -> Taken? {
        guard let lane = lanes[name], let entry = lane.entries.first else { return nil }
        running.insert(name)
        return Taken(
            name: name, entry: entry, next: lane.entries.dropFirst(), isApart: lane.isApart)
    }

    private mutating func line(up name: Name) {
        if lanes[name]?.isFirst == true {
            singles.prepend(name)
        } else if lanes[name]?.isCompanion == true {
            companions.append(name)
        } else {
            singles.append(name)
        }
    }

    /// Removes the entries that are done, up to a place in the queue; the lane goes on with the next one.
    mutating func finish(_ name: Name, upTo sequence: Int64) {
        running.remove(name)
        guard var lane = lanes[name] else { return }
        lane.entries = Array(lane.entries.drop { $0.sequence <= sequence })
        (lane.failures, lane.successesAtFailure) = (0, nil)
        (lane.isAlone, lane.isApart) = (false, false)
        lanes[name] = lane.entries.isEmpty && !lane.hasMore ? nil : lane
        if !lane.entries.isEmpty {
            line(up: name)
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

    /// Puts a lane back that has failed, to be tried again at once or at a time.
    mutating func giveBack(_ name: Name, notBefore moment: ContinuousClock.Instant? = nil) {
        if let moment { postponed[name] = moment } else { line(up: name) }
    }

    /// Puts a lane back whose first entry could not be sent together with others.
    mutating func separate(_ name: Name) {
        running.remove(name)
        lanes[name]?.isAlone = true
        line(up: name)
    }

    /// Notes that the first entries of a lane are sent together, up to the last of them: they are so
    /// again if that fails.
    mutating func join(_ name: Name, _ group: [Int64]) {
        for index in group.indices { lanes[name]?.entries[index].together = group.last }
    }

    /// Puts a lane back whose entries are to be sent one by one.
    mutating func partUp(_ name: Name) {
        running.remove(name)
        lanes[name]?.isApart = true
        for index in lanes[name]?.entries.indices ?? 0..<0 {
            lanes[name]?.entries[index].together = nil
        }
        line(up: name)
    }

    /// Puts a lane back whose first entry was, or may have been, sent together with others; it may
    /// have to go alone now.
    mutating func giveBackSent(_ name: Name, alone isAlone: Bool) {
        running.remove(name)
        guard var lane = lanes[name], !lane.entries.isEmpty else { return }
        lane.entries[0].attempts += 1
        lane.isAlone = isAlone
        lanes[name] = lane
        line(up: name)
    }

    /// Keeps a lane under way that has failed.
    mutating func keep(_ name: Name) {
        running.insert(name)
    }
}

/// Names in the order in which they came.
private struct NameQueue {
    private var names: [Lanes.Name] = []
    private var first = 0

    var count: Int { names.count - first }

    mutating func append(_ name: Lanes.Name) {
        names.append(name)
    }

    mutating func prepend(_ name: Lanes.Name) {
        names.insert(name, at: first)
    }

    mutating func popFirst() -> Lanes.Name? {
        guard first < names.count else { return nil }
        defer {
            first += 1
            if first > 1024, first * 2 > names.count {
                names.removeFirst(first)
                first = 0
            }
        }
        return names[first]
    }
}
