import ArgusVocabulary

/// Everything about an incident that a filter looks at.
package struct IncidentFacts: Hashable, Sendable {
    package var incident: Incident
    package var source: SourceSystem
    /// The types of the entries in its log.
    package var eventTypes: Set<EventType>
    /// Its description and those of its events, old ones too.
    package var searchText: SearchText

    /// Puts together what is known of an incident.
    package init(
        _ incident: Incident, source: SourceSystem, eventTypes: Set<EventType>,
        searchText: SearchText
    ) {
        (self.incident, self.source) = (incident, source)
        (self.eventTypes, self.searchText) = (eventTypes, searchText)
    }
}

extension IncidentFilter {
    /// Whether it holds for an incident at a moment: the same answer as the database gives.
    ///
    /// It is asked for every profile at every event, so nothing in it makes a copy.
    package func matches(_ facts: IncidentFacts, now: Timestamp) -> Bool {
        let incident = facts.incident
        return switch self {
        case .all(let parts): parts.allSatisfy { $0.matches(facts, now: now) }
        case .any(let parts): parts.contains { $0.matches(facts, now: now) }
        case .not(let part): !part.matches(facts, now: now)
        case .open(true): incident.endTime.isOpen(at: now)
        case .open(false): incident.endTime.isClosed(at: now)
        case .stateful(let wanted): incident.endTime.isStateful == wanted
        case .acked(let wanted): incident.isAcked(at: now) == wanted
        case .hasTicket(let wanted): incident.ticketURL.isEmpty != wanted
        case .levelAtMost(let level): incident.level.rawValue <= level
        case .ids(let ids): ids.contains(incident.id.rawValue)
        case .sources(let ids): ids.contains(incident.source.rawValue)
        case .sourceNames(let names): names.contains { $0.isIdentical(to: facts.source.name) }
        case .sourceTypes(let types): types.contains { $0.isIdentical(to: facts.source.type) }
        case .sourceIncidentID(let id): incident.sourceIncidentID.isIdentical(to: id)
        case .text(let member, let text): incident.details[member] == .text(text)
        case .tag(let tag): incident.hasTag(tag.key) { $0.isIdentical(to: tag.value) }
        case .tagged(let key, let test): incident.hasTag(key) { test.passes($0) }
        case .startTime(let bound): bound.holds(for: incident.startTime, now)
        case .endTime(let bound):
            incident.endTime.microseconds.map {
                bound.holds(for: Timestamp(microseconds: $0), now)
            } ?? false
        case .lastedAtLeast(let duration):
            incident.endTime.microseconds.map {
                min(Timestamp(microseconds: $0), now).since(incident.startTime) >= duration
            } ?? false
        case .eventTypes(let types): types.contains { facts.eventTypes.contains($0) }
        case .mentions(let word): facts.searchText.contains(word)
        }
    }
}

extension IncidentFilter.Bound {
    fileprivate func holds(for moment: Timestamp, _ now: Timestamp) -> Bool {
        switch self {
        case .from(let start): moment >= start.timestamp(now: now)
        case .until(let end): moment <= end.timestamp(now: now)
        }
    }
}

extension Incident {
    fileprivate func hasTag(_ key: String, _ passes: (String) -> Bool) -> Bool {
        tags.contains { $0.tag.key.isIdentical(to: key) && passes($0.tag.value) }
    }
}
