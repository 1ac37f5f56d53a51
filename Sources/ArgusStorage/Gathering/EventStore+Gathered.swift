import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension EventStore {
    /// An entry that is yet to be written.
    typealias Gathered = (id: Event.ID, new: NewEvent, incident: Incident.ID)

    /// Adds entries to the logs of incidents.
    func insert(_ events: [Gathered]) throws {
        let new = events.map(\.new)
        try connection.execute(
            """
            INSERT INTO event (id, incident_id, actor_id, timestamp, received, type, description)
            SELECT *
            FROM unnest(
                \(column: events.map(\.id)), \(column: events.map(\.incident)),
                \(column: new.map(\.actor)), \(column: new.map(\.timestamp)),
                \(column: new.map(\.received)), \(column: new.map(\.type.rawValue)),
                \(column: new.map(\.description)))
            """)
    }
}
