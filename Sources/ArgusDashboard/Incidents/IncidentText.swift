import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// An incident in a few plain lines, for a chat or a ticket.
enum IncidentText {
    static func text(of view: IncidentView, at here: SiteAddress) -> String {
        let (incident, moments) = (view.sourced.incident, view.moments)
        let start = "\(moments.text(incident.startTime).full) (\(moments.zone.name))"
        let state =
            switch incident.endTime {
            case .stateless: "Happened \(start)"
            case .ended(let end) where end <= moments.now:
                "From \(start) to \(moments.text(end).full)"
            case .open, .ended: "Open since \(start)"
            }
        let tags = incident.tags.map(\.tag.text).joined(separator: ", ")
        let lines = [
            "\(incident.level.display): \(incident.description)",
            "\(state), from \(view.sourced.source.name)", tags.isEmpty ? "" : "Tags: \(tags)",
            incident.ticketURL.isEmpty ? "" : "Ticket: \(incident.ticketURL)",
            here.url(of: "/incidents/\(incident.id)/"),
        ]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
