import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Everything known about an incident, and what can be done with it.
struct IncidentPage {
    let pk: String
    let title: String
    /// The title without line breaks and signs that turn text round, for the browser's own frame.
    let plainTitle: String
    /// Whether the title takes so much room that it has to be leafed through in its own.
    let isLong: Bool
    let level: LevelMark
    let state: Pill
    /// By whom it is acknowledged, or that it is not; nil where there is nothing to acknowledge.
    let acknowledged: Pill?
    /// Which planned maintenance covers it just now.
    let maintenance: [String]
    let source: String
    let sourceType: String
    let sourceIncidentID: String
    let hasSourceIncidentID: Bool
    let start: MomentText
    /// When it ended, or will; nil while that is not known.
    let end: MomentText?
    /// Where the source tells more; nil if that is no address of the web.
    let details: WebLink?
    let detailsText: String
    let hasDetails: Bool
    let ticket: WebLink?
    let ticketText: String
    let hasTicket: Bool
    let tags: [TagChip]
    let metadata: [MetadataLine]
    let hasMetadata: Bool
    let log: [LogLine]
    /// Where newer lines stand; nil if these are the newest.
    let newer: String?
    /// Where older lines stand; nil if these are the oldest.
    let older: String?
    let history: HostHistory?
    let related: [RelatedIncidents]
    /// Why the reader was, or was not, told; nil if nothing was decided.
    let told: ToldCard?
    let copy: String
    /// What the reader may do; nothing for those who may only look.
    let actions: [IncidentAction]
    let comment: PageForm?
    let edit: IncidentAction?

    /// A state in a word or two, and the class that gives it a colour.
    struct Pill {
        let style: String
        let text: String
    }

    init(_ view: IncidentView, _ forms: IncidentForms?, at here: SiteAddress) {
        let (incident, moments) = (view.sourced.incident, view.moments)
        pk = "\(incident.id)"
        title = incident.description.isEmpty ? "Incident \(incident.id)" : incident.description
        (plainTitle, isLong) = (title.inOneLine, title.count > 160)
        level = LevelMark(incident.level)
        state = Pill(incident, now: moments.now)
        acknowledged = Pill(acknowledging: view)
        maintenance = view.maintenance.map { task in
            let end = task.windows.window(at: moments.now).end
            return end == .infinity
                ? "maintenance" : "maintenance until \(moments.text(end).short)"
        }
        (source, sourceType) = (view.sourced.source.name, view.sourced.source.type)
        sourceIncidentID = incident.sourceIncidentID
        hasSourceIncidentID = !incident.sourceIncidentID.isEmpty
        start = moments.text(incident.startTime)
        if case .ended(let moment) = incident.endTime {
            end = moments.text(moment)
        } else {
            end = nil
        }
        (details, detailsText) = (WebLink(view.sourced.detailsURL), view.sourced.detailsURL)
        hasDetails = !detailsText.isEmpty
        (ticket, ticketText) = (WebLink(incident.ticketURL), incident.ticketURL)
        hasTicket = !ticketText.isEmpty
        tags = incident.tags.map { TagChip($0.tag) }
        metadata = MetadataLine.lines(of: incident.metadata.value)
        hasMetadata = !metadata.isEmpty
        log = view.log.events.items.map { LogLine($0, in: view) }
        newer = view.log.events.previous.map { "?log=\($0.text)" }
        older = view.log.events.next.map { "?log=\($0.text)" }
        history = view.host.map { HostHistory($0, moments) }
        related = view.related.map { RelatedIncidents($0.title, $0.incidents, moments) }
        told = ToldCard(view)
        copy = IncidentText.text(of: view, at: here)
        actions = forms?.actions ?? []
        (comment, edit) = (forms?.comment, forms?.edit)
    }
}

extension IncidentPage.Pill {
    fileprivate init(_ incident: Incident, now: Timestamp) {
        switch incident.endTime {
        case .stateless: self.init(style: "quiet", text: "Happened once")
        case _ where incident.endTime.isOpen(at: now):
            self.init(style: "open", text: "Open for \(now.since(incident.startTime).brief)")
        case .ended(let end):
            self.init(style: "quiet", text: "Closed after \(end.since(incident.startTime).brief)")
        case .open: self.init(style: "open", text: "Open")
        }
    }

    fileprivate init?(acknowledging view: IncidentView) {
        let incident = view.sourced.incident
        guard incident.isAcked(at: view.moments.now) else {
            guard incident.endTime.isOpen(at: view.moments.now) else { return nil }
            self.init(style: "quiet", text: "Unacknowledged")
            return
        }
        let who = view.log.holding.map { " by \($0.event.actorName)" } ?? ""
        let until =
            incident.ackedUntil.flatMap { $0 == .infinity ? nil : $0 }
            .map { " until \(view.moments.text($0).short)" } ?? ""
        self.init(style: "acked", text: "Acknowledged\(who)\(until)")
    }
}

/// A tag, ready to print, that leads to all incidents with it.
struct TagChip {
    let key: String
    let value: String
    let path: String
    /// Where its value leads, if that is an address of the web.
    let link: WebLink?

    init(_ tag: Tag) {
        (key, value, link) = (tag.key, tag.value, WebLink(tag.value))
        path = "/incidents/?tags=\(tag.text.percentEncoded)"
    }
}
