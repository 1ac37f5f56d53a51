import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentStore {
    /// An incident that is yet to be written, with its tags as they stand in their column.
    struct Gathered {
        let id: Incident.ID
        let new: NewIncident
        let source: SourceSystem.ID
        let tags: String
        let isOpen: Bool
    }

    /// Adds an incident to those that are yet to be written; nil if its source has one with the same
    /// identifier.
    func gather(
        _ new: NewIncident, of source: SourceSystem.ID, tags: String, now: Timestamp,
        in gathering: GatheringConnection
    ) throws -> Incident.ID? {
        if !new.sourceIncidentID.isEmpty {
            let identity = KnownRows.Identity(new.sourceIncidentID, of: source)
            if !gathering.known.free.contains(identity) {
                _ = try find([ExactText(new.sourceIncidentID)], of: source)
            }
            guard gathering.known.free.remove(identity) != nil else { return nil }
        }
        let id: Incident.ID = try gathering.nextKey(of: "incident")
        gathering.rows.incidents.append(
            Gathered(
                id: id, new: new, source: source, tags: tags,
                isOpen: new.endTime.isOpen(at: now)))
        return id
    }

    /// Adds incidents that were looked for and are not there.
    ///
    /// Those that somebody else has created since are met as an error: to be ready to pass over them,
    /// the database would look each identity up once more, and note each row twice.
    func insert(_ incidents: [Gathered]) throws {
        do {
            try insertAll(incidents)
        } catch SQLError.uniqueViolation {
            throw SQLError.conflict
        }
    }

    private func insertAll(_ incidents: [Gathered]) throws {
        let new = incidents.map(\.new)
        try connection.execute(
            """
            INSERT INTO incident
                (id, start_time, end_time, is_open, source_id, source_incident_id,
                 \(IncidentDetails.names), tags, search_text)
            SELECT *
            FROM unnest(
                \(column: incidents.map(\.id)), \(column: new.map(\.startTime)),
                \(column: new.map(\.endTime.microseconds)),
                \(column: incidents.map(\.isOpen)),
                \(column: incidents.map(\.source)), \(column: new.map(\.sourceIncidentID)),
                \(values: IncidentDetails.arrays(new.map(\.details))),
                \(column: incidents.map(\.tags)),
                \(column: new.map { SearchText($0.description).text }))
            """)
    }

    /// Makes each incident findable by a text, if it is not yet.
    func addSearchTexts(_ texts: [Incident.ID: String]) throws {
        let texts = texts.sorted { $0.key.rawValue < $1.key.rawValue }
        let new: SQL =
            """
            unnest(\(column: texts.map(\.key)), \(column: texts.map(\.value))) AS new (id, text)
            """
        let isRoom: SQL =
            "length(incident.search_text) + length(new.text) < \(Self.searchRoom)"
        let isNew: SQL =
            "incident.id = new.id AND strpos(incident.search_text, new.text) = 0"
        try connection.execute(
            """
            WITH without_room AS (
                INSERT INTO log_text (incident_id, text)
                SELECT incident.id, new.text
                FROM \(new), incident
                WHERE \(isNew) AND NOT \(isRoom)
            )
            UPDATE incident
            SET search_text = incident.search_text || chr(10) || new.text
            FROM \(new)
            WHERE \(isNew) AND \(isRoom)
            """)
    }
}
