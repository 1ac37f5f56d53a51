import ArgusVocabulary

/// Something that goes wrong, in the order in which monitoring would tell of it.
enum DemoScene: CaseIterable {
    case busyServer, fullDisk, downSwitch, flappingLink, lostPeer, packetLoss, hotRoom
    case failedBackup, oldCertificate, powerCut, notice

    /// How many times each happens in a day.
    var timesADay: Int {
        switch self {
        case .busyServer: 85
        case .fullDisk: 22
        case .downSwitch: 38
        case .flappingLink: 9
        case .lostPeer: 24
        case .packetLoss: 20
        case .hotRoom: 8
        case .failedBackup: 7
        case .oldCertificate: 3
        case .powerCut: 4
        case .notice: 45
        }
    }
}

/// Tells scenes, giving each problem a key that is used once in a run.
struct DemoNarrator {
    var generator: DemoChance
    private let run: String
    private var problems = 0

    /// Starts a run whose keys differ from those of runs that began at another second.
    init(seed: UInt64, run: Timestamp) {
        generator = DemoChance(seed: seed)
        self.run = String(run.microseconds / 1_000_000)
    }

    /// Everything that is told of a scene that begins at a moment, sorted by time.
    mutating func tell(_ scene: DemoScene, from start: Timestamp) -> [DemoAlert] {
        let site = generator.pick(DemoNetwork.sites)
        let alerts =
            switch scene {
            case .busyServer: busyServer(at: site, from: start)
            case .fullDisk: fullDisk(at: site, from: start)
            case .downSwitch: downSwitch(at: site, from: start)
            case .flappingLink: flappingLink(at: site, from: start)
            case .lostPeer: lostPeer(at: site, from: start)
            case .packetLoss: packetLoss(at: site, from: start)
            case .hotRoom: hotRoom(at: site, from: start)
            case .failedBackup: failedBackup(from: start)
            case .oldCertificate: oldCertificate(from: start)
            case .powerCut: powerCut(at: site, from: start)
            case .notice: notice(at: site, from: start)
            }
        return alerts.sorted { $0.time < $1.time }
    }

    /// A problem from its first alert to its last; an absent length leaves it open.
    mutating func problem(
        _ description: String,
        level: Int,
        from start: Timestamp,
        lasting length: Duration?,
        tags: [String],
        goodbye: String = ""
    ) -> [DemoAlert] {
        let key = nextKey()
        let open = DemoAlert(
            kind: .open,
            key: key,
            time: start,
            description: description,
            level: level,
            tags: tags,
            detailsURL: "/problems/\(key)/"
        )
        guard let length else { return [open] }
        let end = start.advanced(by: length)
        return [open, DemoAlert(kind: .close, key: key, time: end, description: goodbye)]
    }

    /// A key that no other problem has.
    mutating func nextKey() -> String {
        problems += 1
        return "\(run)-\(problems)"
    }
}
