import ArgusCore
import ArgusVocabulary

extension Notice {
    /// A message of which everything is known, about an event of a kind, to try templates with.
    static func sample(of kind: NotificationKind, by medium: Medium) -> Notice {
        let now = Timestamp(microseconds: 1_795_765_222_000_000)
        let (type, noted) = event(of: kind)
        let tags = ["host=core-gw2.oslo", "interface=ge-0/0/1"].compactMap {
            try? Tag($0, keys: .anyCase)
        }
        let incident = Incident(
            id: 7, startTime: now - .seconds(600), endTime: kind == .closed ? .ended(now) : .open,
            source: 2,
            details: IncidentDetails(
                detailsURL: "https://nav.example.org/event/7", description: "Link is down",
                level: .critical, ticketURL: "https://tickets.example.org/88"
            ).complete,
            tags: tags.map { Incident.TagRelation(tag: $0, addedBy: 1, addedTime: now) })
        let event = Event(
            id: 12, incident: 7, actor: 3, actorName: "kari", timestamp: now, received: now,
            type: type, description: "The fibre was cut")
        let delivery = NotificationDelivery(
            id: 5, event: 12, incident: 7, user: 3, destination: 4, occasion: 0, medium: medium,
            address: "kari@example.org", profiles: [1], terms: DeliveryTerms(), state: .waiting,
            due: now, attempts: 0, reason: nil, detail: "", created: now, updated: now)
        var current = incident
        current.ackedUntil = .infinity
        return Notice(
            delivery,
            NotifiableEvent(
                event, noted: noted, of: incident,
                source: SourceSystem(id: 2, name: "nav-oslo", type: "nav", user: 2),
                searchText: SearchText(incident.description)),
            current: current, detailsURL: "https://nav.example.org/event/7",
            url: "https://argus.example.org/incidents/7/",
            acknowledgeURL: "https://argus.example.org/acknowledge/?key=sample",
            more: More(count: 41, worst: "Everything is down"), zone: .utc)
    }

    private static func event(of kind: NotificationKind) -> (EventType, NotedChange?) {
        switch kind {
        case .opened: (.start, nil)
        case .closed: (.end, nil)
        case .reopened: (.reopen, nil)
        case .acknowledged: (.acknowledge, nil)
        case .raised:
            (.change, NotedChange(field: IncidentMember.level.name, formerLevel: .information))
        case .comment: (.other, nil)
        case .ticket: (.change, NotedChange(field: IncidentMember.ticketURL.name))
        case .changed: (.change, nil)
        }
    }
}
