import ArgusCore
import ArgusVocabulary

/// What a message about planned maintenance says, in words.
struct ReportText {
    private let report: Notice.Report
    private let zone: Zone

    /// No more incidents than this are named.
    static let most = 50

    init(_ report: Notice.Report, in zone: Zone) {
        (self.report, self.zone) = (report, zone)
    }

    private var name: String {
        let description = report.notice.description
        return description.isEmpty ? "\(report.notice.task)" : "\"\(description)\""
    }

    private var count: String {
        let count = report.incidents.count
        return count == 1 ? "1 incident is" : "\(count) incidents are"
    }

    var title: String {
        switch report.notice.kind {
        case .warning: "Maintenance \(name) ends soon: \(count) open"
        case .end: "Maintenance \(name) is over: \(count) still open"
        }
    }

    /// The title, with the worst.
    var line: String {
        report.incidents.first.map { "\(title), the worst: \($0.description)" } ?? title
    }

    var facts: [(name: String, value: String)] {
        let url = report.publicURL
        var facts: [(String, String)] = [
            ("Maintenance", name),
            (report.notice.kind == .warning ? "Ends" : "Over since", time(report.notice.windowEnd)),
        ]
        for incident in report.incidents.prefix(Self.most) {
            let link = url.map { ", \($0)/incidents/\(incident.id)/" } ?? ""
            let acked = incident.ackedUntil == nil ? "" : ", acknowledged"
            facts.append(
                (
                    "Level \(incident.level.rawValue) (\(incident.level.word))",
                    "\(incident.description), since \(time(incident.startTime))\(acked)\(link)"
                ))
        }
        let more = report.incidents.count - Self.most
        if more > 0 { facts.append(("And", "\(more) more")) }
        if let url {
            facts.append(("Argus", "\(url)/plannedmaintenance/\(report.notice.task)/"))
        }
        return facts
    }

    private func time(_ moment: Timestamp) -> String {
        moment.text(in: zone).replacing("T", with: " ", maxReplacements: 1)
    }
}
