import ArgusCore
import ArgusVocabulary
import ArgusWire

/// A message as JSON, for programs.
enum NoticeBody {
    /// `delivery`, `event` and `incident` as version 2 of the API has them, the incident as it was right
    /// after the event, `level` in a word, `urls`, how many messages it stands for, and what else it
    /// tells; more members behind them.
    static func text(
        _ notice: Notice, adding members: KeyValuePairs<String, JSONValue> = [:]
    ) -> String {
        let event = notice.event.event
        var writer = JSONWriter()
        writer.raw("{\"version\":1,\"delivery\":")
        writer.string(notice.delivery.key)
        writer.raw(",\"event\":")
        EventJSON(event).write(to: &writer, in: notice.zone)
        writer.raw(",\"incident\":")
        IncidentJSON(notice).write(to: &writer, .v2, in: notice.zone)
        writer.raw(",\"level\":")
        writer.string(notice.level.word)
        writer.raw(",\"urls\":")
        writer.value([
            "argus": notice.url.map { .string($0) } ?? .null,
            "details": notice.detailsURL.isEmpty ? .null : .string(notice.detailsURL),
            "acknowledge": notice.acknowledgeURL.map { .string($0) } ?? .null,
        ])
        writer.raw(",\"more\":")
        writer.integer(Int64(notice.more?.count ?? 0))
        writer.raw(",\"gathered\":")
        writer.value(notice.gathered?.json(in: notice.zone) ?? .null)
        for (name, value) in members {
            writer.raw(",")
            writer.string(name)
            writer.raw(":")
            writer.value(value)
        }
        writer.raw("}")
        return writer.text
    }
}

extension GatheredNotice {
    /// What it is about in one line, and the incidents as they are by now, the worst first.
    fileprivate func json(in zone: Zone) -> JSONValue {
        [
            "title": .string(headline(in: zone)),
            "incidents": .array(
                items.map { item in
                    let incident = item.current
                    return [
                        "pk": .integer(incident.id.rawValue),
                        "event": .string(item.event.event.type.rawValue),
                        "level": .integer(Int64(incident.level.rawValue)),
                        "description": .string(incident.description),
                        "start_time": .string(incident.startTime.text(in: zone)),
                        "url": item.url.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }
}

extension EventJSON {
    fileprivate init(_ event: Event) {
        self.init(
            id: event.id, incident: event.incident,
            actor: Actor(id: event.actor, username: event.actorName),
            timestamp: event.timestamp, received: event.received, type: event.type,
            description: event.description)
    }
}

extension IncidentJSON {
    fileprivate init(_ notice: Notice) {
        let (incident, source) = (notice.event.incident, notice.event.source)
        var details = incident.details
        details.detailsURL = notice.detailsURL
        let moment = notice.event.event.timestamp
        self.init(
            id: incident.id, startTime: incident.startTime, endTime: incident.endTime,
            source: SourceSystemJSON(
                id: source.id, name: source.name, type: source.type, user: source.user,
                baseURL: source.baseURL, lastSeen: nil),
            sourceIncidentID: incident.sourceIncidentID, details: details,
            tags: incident.tags.map {
                TagJSON(tag: $0.tag.text, addedBy: $0.addedBy, addedTime: $0.addedTime)
            },
            isOpen: incident.endTime.isOpen(at: moment), isAcked: incident.isAcked(at: moment))
    }
}
