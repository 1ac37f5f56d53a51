import ArgusVocabulary

/// A believable day that has just passed, and what goes on happening after it.
struct DemoStream {
    private var narrator: DemoNarrator
    /// What is still to be told, sorted by time.
    private var coming: [DemoAlert]

    /// Makes up the day that ends at `now`, unless only what comes after it is wanted; the same seed
    /// makes the same day.
    init(seed: UInt64, now: Timestamp, withDay: Bool = true) {
        narrator = DemoNarrator(seed: seed, run: now)
        coming = []
        guard withDay else { return }
        for scene in DemoScene.allCases {
            for _ in 0..<scene.timesADay {
                let ago = narrator.generator.minutes(1...24 * 60)
                coming += narrator.tell(scene, from: now.advanced(by: .zero - ago))
            }
        }
        sort()
    }

    /// What has happened by now and was not told yet, oldest first.
    mutating func next(until now: Timestamp) -> [DemoAlert] {
        let told = coming.prefix { $0.time <= now }
        coming.removeFirst(told.count)
        return Array(told)
    }

    /// Lets something small begin now.
    mutating func begin(at now: Timestamp) {
        let scene = narrator.generator.pick(Self.small)
        coming += narrator.tell(scene, from: now)
        sort()
    }

    private static let small: [DemoScene] = [
        .busyServer, .busyServer, .busyServer, .downSwitch, .downSwitch, .flappingLink, .lostPeer,
        .packetLoss, .notice, .notice,
    ]

    private mutating func sort() {
        coming.sort { $0.time < $1.time }
    }
}
