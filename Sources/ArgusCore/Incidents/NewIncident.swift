import ArgusVocabulary

/// What is needed to create an incident.
package struct NewIncident: Hashable, Sendable {
    package var startTime: Timestamp
    package var endTime: EndTime
    package var sourceIncidentID: String
    package var detailsURL: String
    package var description: String
    package var level: Level
    package var ticketURL: String
    /// Whatever the source adds: any JSON value.
    package var metadata: JSONText
    /// Without repetitions.
    package var tags: [Tag]

    /// Refuses an end before the start, and an identifier that is too long; drops tags that are there
    /// already.
    package init(
        startTime: Timestamp, endTime: EndTime = .open, sourceIncidentID: String = "",
        detailsURL: String = "", description: String = "", level: Level = .information,
        ticketURL: String = "", metadata: JSONText = .emptyObject, tags: [Tag] = []
    ) throws(Refusal) {
        if case .ended(let end) = endTime, end < startTime {
            throw .invalid(Problems.whole, .order(.incident))
        }
        if let problem = TextLimit.sourceIncidentID.problem(of: sourceIncidentID) {
            throw .invalid("source_incident_id", problem)
        }
        (self.startTime, self.endTime) = (startTime, endTime)
        (self.sourceIncidentID, self.detailsURL) = (sourceIncidentID, detailsURL)
        (self.description, self.level, self.ticketURL) = (description, level, ticketURL)
        self.metadata = metadata
        self.tags = tags.withoutRepetitions()
    }

    /// The first entry of the incident's log: it began, or it happened.
    package func opening(by actor: User.ID, received: Timestamp) -> NewEvent {
        NewEvent(
            type: endTime.isStateful ? .start : .stateless, timestamp: startTime,
            received: received,
            actor: actor, description: description)
    }
}

extension Sequence where Element: Hashable {
    /// The elements in order, each once.
    package func withoutRepetitions() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
