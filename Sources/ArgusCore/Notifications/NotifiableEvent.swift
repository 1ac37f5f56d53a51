import ArgusVocabulary

/// An event that people may want to be told, with the incident as it was when that happened.
package struct NotifiableEvent: Hashable, Sendable {
    package let event: Event
    /// What was noted, if the server itself wrote the event.
    package let noted: NotedChange?
    /// The incident right after the event, and what else filters look at.
    package let facts: IncidentFacts

    /// Puts together what is known of an event.
    package init(
        _ event: Event, noted: NotedChange? = nil, of incident: Incident, source: SourceSystem,
        searchText: SearchText
    ) {
        (self.event, self.noted) = (event, noted)
        facts = IncidentFacts(
            incident, source: source, eventTypes: [event.type], searchText: searchText)
    }

    package var incident: Incident { facts.incident }
    package var source: SourceSystem { facts.source }

    /// What filters look at, with the incident as it is by now.
    package func facts(of current: Incident) -> IncidentFacts {
        var facts = facts
        facts.incident = current
        return facts
    }

    /// What it is about.
    package var kind: NotificationKind {
        NotificationKind(event.type, noted, level: incident.level)
    }
}
