import ArgusVocabulary

extension Notice {
    /// A message that says no more than that it arrived, for whoever tries a destination.
    ///
    /// It is about an incident 0, which there never is; the moment gives it a name of its own.
    package static func test(
        of destination: Destination, by username: String, at now: Timestamp,
        _ policy: NotificationPolicy
    ) -> Notice {
        let event = Event(
            id: Event.ID(now.microseconds), incident: 0, actor: destination.user,
            actorName: username, timestamp: now, received: now, type: .other,
            description: "If you can read this, messages to this destination arrive.")
        let incident = Incident(
            id: 0, startTime: now, endTime: .stateless, source: 0,
            details: IncidentDetails(
                description: "This is a test message: nothing has happened", level: .information
            ).complete)
        let delivery = NotificationDelivery(
            id: 0, event: event.id, incident: 0, user: destination.user,
            destination: destination.id, occasion: 0, medium: destination.medium,
            address: destination.address, profiles: [], terms: DeliveryTerms(), state: .waiting,
            due: now, attempts: 0, reason: nil, detail: "", created: now, updated: now)
        return Notice(
            delivery,
            NotifiableEvent(
                event, of: incident,
                source: SourceSystem(id: 0, name: "argus", type: "argus", user: 0),
                searchText: SearchText(incident.description)),
            current: incident, detailsURL: "",
            url: policy.publicURL.map { "\($0)/notifications/destinations/" }, zone: policy.zone)
    }
}
