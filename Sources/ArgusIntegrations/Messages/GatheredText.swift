import ArgusCore
import ArgusVocabulary

extension Notice {
    /// How bad it is; of many incidents, how bad the worst is.
    var level: Level { gathered?.items.first?.current.level ?? event.incident.level }
}

extension GatheredNotice {
    /// The most incidents that a message names one by one.
    private static let mostNamed = 50

    /// What it is about, in one line: `host=x: 41 incidents, worst: Disk full`.
    func headline(in zone: Zone) -> String {
        let worst =
            items.first.map { ", worst: \($0.current.description.withoutControls.cut(to: 100))" }
            ?? ""
        switch reason {
        case .digest(let moment):
            let time = TimeOfDay(zone.civilTime(at: moment)).text.prefix(5)
            return "Digest of \(time): \(Self.counted(items.count))\(worst)"
        case .storm(let tag, let incidents, let isMore):
            let count =
                isMore
                ? "and \(items.count) more" : Self.counted(max(incidents, items.count))
            return "\(tag.text.withoutControls.cut(to: 100)): \(count)\(worst)"
        }
    }

    private static func counted(_ number: Int) -> String {
        "\(number) incident\(number == 1 ? "" : "s")"
    }

    /// A line for each incident, the worst first, by what happened and how bad it is.
    func facts(in zone: Zone) -> [(name: String, value: String)] {
        var facts = items.prefix(Self.mostNamed).map { item in
            let incident = item.current
            let since = incident.startTime.text(in: zone).replacing(
                "T", with: " ", maxReplacements: 1)
            let host =
                incident.tags.first { $0.tag.key == "host" }.map { ", \($0.tag.value)" } ?? ""
            let url = item.url.map { ", \($0)" } ?? ""
            return (
                name: "\(item.event.event.type.display), level \(incident.level.rawValue)",
                value: "\(incident.description)\(host), since \(since)\(url)"
            )
        }
        let rest = items.count - facts.count
        if rest > 0 { facts.append((name: "And \(rest) more", value: "see the list")) }
        return facts
    }
}
