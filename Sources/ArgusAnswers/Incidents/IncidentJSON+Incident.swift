import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension IncidentJSON {
    /// An incident as it is answered at a moment.
    package init(_ sourced: SourcedIncident, at moment: Timestamp) {
        let incident = sourced.incident
        self.init(
            pk: incident.id.rawValue, startTime: incident.startTime, endTime: incident.endTime,
            source: SourceSystemJSON(sourced.source),
            sourceIncidentID: incident.sourceIncidentID,
            detailsURL: sourced.detailsURL,
            description: incident.description,
            level: LevelJSON(number: incident.level.rawValue),
            ticketURL: incident.ticketURL, metadata: Self.metadata(incident.metadata),
            tags: incident.tags.map(TagJSON.init),
            isOpen: incident.endTime.isOpen(at: moment), isAcked: incident.isAcked(at: moment))
    }

    private static func metadata(_ text: String) -> JSONValue {
        text == "{}" ? [:] : (try? JSONValue(parsing: text)) ?? .null
    }
}

extension TagJSON {
    /// A tag of an incident as it is answered.
    package init(_ relation: Incident.TagRelation) {
        self.init(
            tag: relation.tag.text, addedBy: relation.addedBy.rawValue,
            addedTime: relation.addedTime)
    }
}

extension EventJSON {
    /// An event as it is answered.
    package init(_ event: Event) {
        self.init(
            pk: event.id.rawValue, incident: event.incident.rawValue,
            actor: Actor(pk: event.actor.rawValue, username: event.actorName),
            timestamp: event.timestamp, received: event.received,
            type: EventTypeJSON(rawValue: event.type.rawValue) ?? .other,
            description: event.description)
    }
}

extension AcknowledgementJSON {
    /// An acknowledgement as it is answered.
    package init(_ acknowledgement: Acknowledgement) {
        self.init(
            event: EventJSON(acknowledgement.event), expiration: acknowledgement.expiration)
    }
}
