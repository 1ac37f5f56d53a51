import ArgusVocabulary

/// What is needed to create an incident.
package struct NewIncident: Detailed, Hashable, Sendable {
    package var startTime: Timestamp
    package var endTime: EndTime
    package var sourceIncidentID: String
    package var details: IncidentDetails
    /// Without repetitions.
    package var tags: [Tag]

    /// Refuses an end before the start, and an identifier that is too long; adds the details that are
    /// usual, and drops tags that are there already.
    package init(
        startTime: Timestamp, endTime: EndTime = .open, sourceIncidentID: String = "",
        details: IncidentDetails = IncidentDetails(), tags: [Tag] = []
    ) throws(Refusal) {
        if case .ended(let end) = endTime, end < startTime {
            throw .invalid(Problems.whole, .order(.incident))
        }
        if let problem = TextLimit.sourceIncidentID.problem(of: sourceIncidentID) {
            throw .invalid("source_incident_id", problem)
        }
        (self.startTime, self.endTime) = (startTime, endTime)
        (self.sourceIncidentID, self.details) = (sourceIncidentID, details.complete)
        self.tags = tags.withoutRepetitions()
    }

    /// The first entry of the incident's log: it began, or it happened.
    package func opening(by actor: User.ID, received: Timestamp) -> NewEvent {
        NewEvent(
            type: endTime.isStateful ? .start : .stateless, timestamp: startTime,
            received: received,
            actor: actor, description: self.description)
    }
}

extension Sequence where Element: Hashable {
    /// The elements in order, each once.
    package func withoutRepetitions() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
