import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// Incidents that have something in common with one, ready to print.
struct RelatedIncidents {
    let title: String
    let rows: [Row]

    /// One of them.
    struct Row {
        let level: LevelMark
        let start: MomentText
        let path: String
        let description: String
        let isClosed: Bool
    }

    init(_ title: String, _ incidents: [SourcedIncident], _ moments: MomentFormat) {
        self.title = title
        rows = incidents.map { sourced in
            let incident = sourced.incident
            return Row(
                level: LevelMark(incident.level), start: moments.text(incident.startTime),
                path: "/incidents/\(incident.id)/",
                description: incident.description.isEmpty
                    ? "Incident \(incident.id)" : incident.description,
                isClosed: incident.endTime.isClosed(at: moments.now))
        }
    }
}

/// How many incidents a host had on each of the last thirty days, ready to draw.
struct HostHistory {
    let host: String
    let summary: String
    let bars: [Bar]
    /// Where all of them are.
    let path: String

    /// A day, in a picture that is 300 wide and 34 high.
    struct Bar {
        let style: String
        let x: Int
        let y: Int
        let height: Int
        let label: String
    }

    static let days = 30
    private static let pictureHeight = 34

    init(_ host: IncidentView.Host, _ moments: MomentFormat) {
        self.host = host.tag.value
        path = "/incidents/?tags=\(host.tag.text.percentEncoded)"
        let count = host.incidents.count
        let open = host.incidents.map { Self.openTime($0.incident, until: moments.now) }
            .reduce(.zero, +)
        let many = host.isComplete ? "\(count)" : "more than \(count)"
        summary = "\(many) incident\(count == 1 ? "" : "s") · open for \(open.brief)"
        let byDay = Dictionary(grouping: host.incidents.map(\.incident)) { incident in
            Int(moments.now.since(incident.startTime).components.seconds / 86_400)
        }
        let most = max(1, byDay.values.map(\.count).max() ?? 1)
        bars = (0..<Self.days).map { ago in
            Self.bar(byDay[ago] ?? [], daysAgo: ago, of: most, moments)
        }
    }

    private static func bar(
        _ incidents: [Incident], daysAgo ago: Int, of most: Int, _ moments: MomentFormat
    ) -> Bar {
        let worst = incidents.map(\.level).min()
        let height = incidents.isEmpty ? 2 : max(5, pictureHeight * incidents.count / most)
        let day = moments.text(moments.now - .seconds(86_400 * ago)).iso.prefix(10)
        return Bar(
            style: worst.map { LevelMark($0).style } ?? "none", x: (days - 1 - ago) * 10,
            y: pictureHeight - height, height: height, label: "\(day): \(incidents.count)")
    }

    private static func openTime(_ incident: Incident, until now: Timestamp) -> Duration {
        switch incident.endTime {
        case .stateless: .zero
        case .open: max(.zero, now.since(incident.startTime))
        case .ended(let end): max(.zero, min(end, now).since(incident.startTime))
        }
    }
}
