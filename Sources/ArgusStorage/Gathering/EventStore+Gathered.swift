import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension EventStore {
    /// An entry that is yet to be written.
    typealias Gathered = (id: Event.ID, new: NewEvent, incident: Incident.ID)

    /// Adds entries to the logs of incidents, and to what is to be told.
    func insert(_ events: [Gathered]) throws {
        let new = events.map(\.new)
        try connection.execute(
            """
            WITH new AS (
                SELECT *
                FROM unnest(
                    \(column: events.map(\.id)), \(column: events.map(\.incident)),
                    \(column: new.map(\.actor)), \(column: new.map(\.timestamp)),
                    \(column: new.map(\.received)), \(column: new.map(\.type.rawValue)),
                    \(column: new.map(\.description)), \(column: new.map(\.noted?.field)),
                    \(column: new.map { $0.noted?.formerLevel?.rawValue }))
                    AS new (id, incident_id, actor_id, timestamp, received, type, description,
                        noted, former_level)
            ), written AS (
                INSERT INTO event
                    (id, incident_id, actor_id, timestamp, received, type, description)
                SELECT id, incident_id, actor_id, timestamp, received, type, description
                FROM new
            )
            INSERT INTO outbox (event_id, \(OutboxStore.copied), noted, former_level)
            SELECT new.id, \(OutboxStore.ofIncident), new.noted, new.former_level
            FROM new
            JOIN incident ON incident.id = new.incident_id
            ORDER BY new.id
            """)
    }
}
