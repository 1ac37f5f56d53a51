import ArgusVocabulary

/// What becomes of an incident: how it was, how it will be, and what is written in its log.
package struct IncidentRevision: Hashable, Sendable {
    package let old: Incident
    package private(set) var incident: Incident
    package private(set) var events: [NewEvent] = []

    /// Begins with an incident as it is.
    package init(of incident: Incident) {
        (old, self.incident) = (incident, incident)
    }

    /// Whether anything is different afterwards, in the incident or in its log.
    package var isChange: Bool { incident != old || !events.isEmpty }

    /// Changes fields, and logs each that becomes different.
    package mutating func change(
        _ change: IncidentChange, by requester: Requester, at moment: Timestamp
    ) throws(Refusal) {
        let changed = try incident.changed(change, by: requester, at: moment)
        incident = changed.incident
        events += changed.events
    }

    /// Links a ticket, and logs it even if it is the same, as changes of many incidents always were.
    package mutating func link(
        _ ticketURL: String, by requester: Requester, at moment: Timestamp
    ) throws(Refusal) {
        var log = ChangeLog(actor: try requester.user.id, moment: moment)
        log.add("ticket_url", incident.ticketURL, ticketURL)
        incident.ticketURL = ticketURL
        events += log.events
    }

    /// Logs an event, and lets it take effect.
    package mutating func add(_ event: NewEvent, by requester: Requester) throws(Refusal) {
        let end = try incident.endTime(after: event, by: requester, acknowledgementsURL: "acks/")
        if let end { incident.endTime = end.settled(from: incident.startTime) }
        events.append(event)
    }
}
