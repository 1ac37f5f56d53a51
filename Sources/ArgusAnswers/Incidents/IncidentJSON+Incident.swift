import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension IncidentJSON {
    /// An incident as it is answered at a moment.
    package init(_ sourced: SourcedIncident, at moment: Timestamp) {
        let incident = sourced.incident
        var details = incident.details
        details.detailsURL = sourced.detailsURL
        self.init(
            id: incident.id, startTime: incident.startTime, endTime: incident.endTime,
            source: SourceSystemJSON(sourced.source),
            sourceIncidentID: incident.sourceIncidentID, details: details,
            tags: incident.tags.map(TagJSON.init),
            isOpen: incident.endTime.isOpen(at: moment), isAcked: incident.isAcked(at: moment))
    }
}

extension TagJSON {
    /// A tag of an incident as it is answered.
    package init(_ relation: Incident.TagRelation) {
        self.init(
            tag: relation.tag.text, addedBy: relation.addedBy,
            addedTime: relation.addedTime)
    }
}

extension EventJSON {
    /// An event as it is answered.
    package init(_ event: Event) {
        self.init(
            id: event.id, incident: event.incident,
            actor: Actor(id: event.actor, username: event.actorName),
            timestamp: event.timestamp, received: event.received,
            type: event.type,
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
