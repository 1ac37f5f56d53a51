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
        case .maintenance(let notice):
            let count =
                "\(Self.counted(items.count)) \(items.count == 1 ? "is" : "are")"
            let name = "Maintenance \(notice.name)"
            return switch notice.kind {
            case .warning: "\(name) ends soon: \(count) open\(worst)"
            case .end: "\(name) is over: \(count) still open\(worst)"
            }
        }
    }

    private static func counted(_ number: Int) -> String {
        "\(number) incident\(number == 1 ? "" : "s")"
    }

    /// A line for each incident, the worst first, by what happened and how bad it is.
    ///
    /// They are whole: those for which there is no room, in bytes, are counted.
    func facts(
        in zone: Zone, at now: Timestamp, room: Int? = nil
    ) -> [(name: String, value: String)] {
        let time = { (moment: Timestamp) in
            moment.text(in: zone).replacing("T", with: " ", maxReplacements: 1)
        }
        var facts: [(name: String, value: String)] = []
        if case .maintenance(let notice) = reason {
            let end = notice.kind == .warning ? "Ends" : "Over since"
            facts = [("Maintenance", notice.name), (end, time(notice.windowEnd))]
        }
        var (left, named) = (room ?? .max, 0)
        for item in items.prefix(Self.mostNamed) {
            let incident = item.current
            let acked = incident.isAcked(at: now) ? ", acknowledged" : ""
            let host =
                incident.tags.first { $0.tag.key == "host" }.map {
                    ", \($0.tag.value.cut(to: 100))"
                } ?? ""
            let url = item.url.map { ", \($0)" } ?? ""
            let fact = (
                name: "\(item.event.event.type.display), level \(incident.level.rawValue)",
                value: incident.description.cut(to: room == nil ? 1000 : 100)
                    + "\(host), since \(time(incident.startTime))\(acked)\(url)"
            )
            left -= fact.name.utf8.count + fact.value.utf8.count
            if left < 0 { break }
            facts.append(fact)
            named += 1
        }
        let rest = items.count - named
        if rest > 0 { facts.append((name: "And \(rest) more", value: "see the list")) }
        return facts
    }
}

extension MaintenanceNotice {
    /// What people call the maintenance, in one line.
    fileprivate var name: String {
        let name = description.withoutControls.cut(to: 100)
        return name.isEmpty ? "\(task)" : "\"\(name)\""
    }
}
