import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

extension StyleguideSample {
    /// An incident to which all has happened that can.
    static func view(of call: Call) -> IncidentView {
        let moments = moments(of: call)
        let acknowledged = event(.acknowledge, "kari", ago: 120, "On it", moments.now)
        return IncidentView(
            sourced: incident(
                88213, .critical, "BGP session core-gw2.oslo to 2001:db8::7 (AS64511) is down",
                ago: 252, moments.now),
            log: log(
                [
                    event(.close, "kari", ago: 30, "The carrier has spliced it.", moments.now),
                    event(.reopen, "bjorn", ago: 20, "", moments.now),
                    event(.other, "bjorn", ago: 60, oddText, moments.now), acknowledged,
                    event(.change, "prom-eu", ago: 200, "Change: \"level\": 2 → 1", moments.now),
                    event(.start, "prom-eu", ago: 252, "BGP session is down", moments.now),
                ], holding: acknowledged, until: moments.now + .seconds(3600)),
            maintenance: [],
            host: IncidentView.Host(
                tag: Tag(key: "host", value: "core-gw2.oslo"),
                incidents: [252, 90_000, 95_000, 400_000, 1_000_000, 2_000_000].map {
                    incident($0, .high, "core-gw2.oslo: no answer to ping", ago: $0, moments.now)
                }, isComplete: true),
            related: [
                (
                    "With the same tags",
                    Level.allCases.map {
                        incident(88214, $0, "core-gw2.oslo: \($0.display)", ago: 9000, moments.now)
                    }
                )
            ],
            explanation: nil, deliveries: [], moments: moments, lastSeen: nil, reader: nil)
    }

    /// A part of a log, with older and newer ones.
    private static func log(_ events: [Event], holding: Event, until: Timestamp) -> LogPage {
        let page = PageRequest(
            size: events.count,
            cursor: PageRequest.Cursor(time: until, id: 0, isBackward: false))
        return LogPage(
            events: Page(events + events.suffix(1), for: page) { ($0.timestamp, $0.id.rawValue) },
            expirations: [holding.id: until],
            holding: Acknowledgement(event: holding, expiration: until), last: events[0].id)
    }

    /// An incident as a source tells of one.
    static func incident(
        _ id: Int64, _ level: Level, _ description: String, ago seconds: Int64, _ now: Timestamp,
        end: EndTime = .open, isAcked: Bool = true,
        ticket: String = "https://tickets.example.org/4711"
    ) -> SourcedIncident {
        let tags = [("host", "core-gw2.oslo"), ("peer", "AS64511"), ("note", oddText)]
        let incident = Incident(
            id: Incident.ID(id), startTime: now - .seconds(seconds), endTime: end, source: 2,
            sourceIncidentID: "b7d21f0c9a4e3388",
            details: IncidentDetails(
                detailsURL: "https://prom.example.org/a/1", description: description, level: level,
                ticketURL: ticket,
                metadata: JSONText([
                    "rule": ["name": "BgpDown", "for": 120], "labels": ["a", "b"],
                ])),
            tags: tags.map {
                Incident.TagRelation(
                    tag: Tag(key: $0.0, value: $0.1), addedBy: 2, addedTime: now)
            }, ackedUntil: isAcked ? now + .seconds(3600) : nil)
        return SourcedIncident(
            incident: incident,
            source: SourceSystem(id: 2, name: "prom-eu", type: "prometheus", user: 5),
            detailsURL: incident.detailsURL)
    }

    /// An entry of a log.
    static func event(
        _ type: EventType, _ who: String, ago seconds: Int64, _ text: String, _ now: Timestamp
    ) -> Event {
        let moment = now - .seconds(seconds)
        return Event(
            id: Event.ID(1000 - seconds), incident: 88213, actor: 3, actorName: who,
            timestamp: moment, received: moment, type: type, description: text)
    }
}
