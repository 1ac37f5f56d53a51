import ArgusCore
import ArgusSQL
import ArgusTime

/// Rows that are yet to be written.
struct GatheredRows {
    var incidents: [(id: Incident.ID, new: NewIncident, source: SourceSystem.ID, tags: String)] = []
    var relations: [(tag: Tag, incident: Incident.ID, start: Timestamp, isOpen: Bool)] = []
    var events: [(id: Event.ID, new: NewEvent, incident: Incident.ID)] = []
    /// One text for each incident: several would not see each other.
    var searchTexts: [Incident.ID: String] = [:]
    var answers: [IdempotencyStore.Key: IdempotencyStore.Kept] = [:]
    /// What the incidents call now.
    var now = Timestamp.distantPast

    var isEmpty: Bool {
        incidents.isEmpty && relations.isEmpty && events.isEmpty && searchTexts.isEmpty
            && answers.isEmpty
    }

    /// Writes them, each after those that it refers to.
    func write(on connection: any SQLConnection) throws {
        if !incidents.isEmpty { try writeIncidents(connection) }
        if !relations.isEmpty { try writeRelations(connection) }
        if !searchTexts.isEmpty { try writeSearchTexts(connection) }
        if !events.isEmpty { try writeEvents(connection) }
        if !answers.isEmpty { try writeAnswers(connection) }
    }

    private func writeIncidents(_ connection: any SQLConnection) throws {
        let new = incidents.map(\.new)
        let count = try connection.execute(
            """
            INSERT INTO incident
                (id, start_time, end_time, is_open, source_id, source_incident_id, details_url,
                 description, level, ticket_url, metadata, tags, search_text)
            SELECT *
            FROM unnest(
                \(column: incidents.map(\.id)), \(column: new.map(\.startTime)),
                \(column: new.map(\.endTime.microseconds)),
                \(column: new.map { $0.endTime.isOpen(at: now) }),
                \(column: incidents.map(\.source)), \(column: new.map(\.sourceIncidentID)),
                \(column: new.map(\.detailsURL)), \(column: new.map(\.description)),
                \(column: new.map(\.level.rawValue)), \(column: new.map(\.ticketURL)),
                \(column: new.map(\.metadata)), \(column: incidents.map(\.tags)),
                \(column: new.map { SearchText($0.description).text }))
            ON CONFLICT DO NOTHING
            """)
        // Somebody else has created one of them since it was looked for.
        guard count == incidents.count else { throw SQLError.conflict }
    }

    /// Everybody writes new tags in the same order, so that nobody waits for who waits for them.
    private func writeRelations(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO tag (key, value)
            SELECT DISTINCT new.key, new.value
            FROM unnest(
                \(column: relations.map(\.tag.key)), \(column: relations.map(\.tag.value))
            ) AS new (key, value)
            WHERE NOT EXISTS (
                SELECT 1 FROM tag WHERE tag.key = new.key AND tag.value = new.value
            )
            ORDER BY new.key, new.value
            ON CONFLICT DO NOTHING
            """)
        try connection.execute(
            """
            WITH related AS (
                SELECT tag.id AS tag_id, new.start_time, new.incident_id, new.is_open
                FROM unnest(
                    \(column: relations.map(\.tag.key)), \(column: relations.map(\.tag.value)),
                    \(column: relations.map(\.start)), \(column: relations.map(\.incident)),
                    \(column: relations.map(\.isOpen))
                ) AS new (key, value, start_time, incident_id, is_open)
                JOIN tag ON tag.key = new.key AND tag.value = new.value
            ), stored AS (
                INSERT INTO incident_tag (tag_id, start_time, incident_id)
                SELECT tag_id, start_time, incident_id FROM related
            )
            INSERT INTO open_incident_tag (tag_id, start_time, incident_id)
            SELECT tag_id, start_time, incident_id FROM related WHERE is_open = 1
            """)
    }

    private func writeSearchTexts(_ connection: any SQLConnection) throws {
        let texts = searchTexts.sorted { $0.key.rawValue < $1.key.rawValue }
        try connection.execute(
            """
            UPDATE incident
            SET search_text = incident.search_text || chr(10) || new.text
            FROM unnest(\(column: texts.map(\.key)), \(column: texts.map(\.value)))
                AS new (id, text)
            WHERE incident.id = new.id AND strpos(incident.search_text, new.text) = 0
            """)
    }

    private func writeEvents(_ connection: any SQLConnection) throws {
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

    private func writeAnswers(_ connection: any SQLConnection) throws {
        let answers = answers.map { (key: $0.key, kept: $0.value) }
        try connection.execute(
            """
            INSERT INTO idempotency_key (account_id, key, request, status, answer, created)
            SELECT *
            FROM unnest(
                \(column: answers.map(\.key.user)), \(column: answers.map(\.key.text)),
                \(column: answers.map(\.kept.entry.request)),
                \(column: answers.map(\.kept.entry.status)),
                \(column: answers.map(\.kept.entry.answer)), \(column: answers.map(\.kept.created)))
            ON CONFLICT (account_id, key) DO UPDATE
            SET request = excluded.request, status = excluded.status, answer = excluded.answer,
                created = excluded.created
            """)
    }
}
