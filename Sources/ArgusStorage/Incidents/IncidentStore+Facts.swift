import ArgusCore
import ArgusSQL

extension IncidentStore {
    /// What a filter looks at of incidents, by their primary keys; those that are not there are left
    /// out.
    package func facts(of ids: Set<Incident.ID>) throws -> [Incident.ID: IncidentFacts] {
        let found = try connection.rows(
            """
            SELECT \(Self.columns), search_text
            FROM incident
            WHERE id IN \(list: Array(ids))
            """
        ) { (try Incident(row: &$0), $0.text()) }
        let logs = try logTexts(of: ids)
        let sources = try SourceSystemStore(connection).find(Set(found.map(\.0.source)))
        let types = try EventStore(connection).types(of: ids)
        let facts = found.compactMap { incident, searchText in
            sources[incident.source].map {
                IncidentFacts(
                    incident, source: $0, eventTypes: types[incident.id] ?? [],
                    searchText: SearchText(
                        stored: ([searchText] + logs[incident.id, default: []])
                            .joined(separator: "\n")))
            }
        }
        return Dictionary(facts.map { ($0.incident.id, $0) }) { $1 }
    }

    /// What long logs can be found by beside what stands in the rows of their incidents.
    private func logTexts(of ids: Set<Incident.ID>) throws -> [Incident.ID: [String]] {
        let texts = try connection.rows(
            "SELECT incident_id, text FROM log_text WHERE incident_id IN \(list: Array(ids))"
        ) { (incident: $0.id() as Incident.ID, text: $0.text()) }
        return Dictionary(grouping: texts, by: \.incident).mapValues { $0.map(\.text) }
    }
}
