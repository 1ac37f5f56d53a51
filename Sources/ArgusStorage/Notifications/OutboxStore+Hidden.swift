import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// What planned maintenance has hidden.
extension OutboxStore {
    /// The events by which incidents began that are open at a moment, and of which nobody was told
    /// because of planned maintenance; with the incidents as they are now, no more than so many.
    package func hidden(
        openAt moment: Timestamp, withText: Bool, limit: Int = 10_000
    ) throws -> [NotifiableEvent] {
        let found = try connection.rows(
            """
            SELECT \(EventStore.columns), decision.verdicts, \(IncidentStore.columns)
            FROM incident
            JOIN event ON event.incident_id = incident.id
            JOIN decision ON decision.event_id = event.id
            JOIN account ON account.id = event.actor_id
            WHERE incident.is_open = 1 AND incident.end_time > \(moment)
                AND event.type IN ('STA', 'RES', 'REO')
            ORDER BY event.id
            """
        ) { row in
            let event = try Event(row: &row)
            let verdicts = try (row.json() as VerdictsColumn).verdicts
            return (event: event, verdicts: verdicts, incident: try Incident(row: &row))
        }
        let hidden = found.filter { row in
            row.verdicts.keys.contains { verdict in
                if case .maintenance = verdict { true } else { false }
            }
        }.suffix(limit)
        let sources = try SourceSystemStore(connection).find(Set(hidden.map(\.incident.source)))
        return try hidden.compactMap { row in
            guard let source = sources[row.incident.source] else { return nil }
            let text =
                withText
                ? try searchText(of: row.incident, upTo: Event.ID(.max)) : SearchText("")
            return NotifiableEvent(row.event, of: row.incident, source: source, searchText: text)
        }
    }
}
