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
        ) { (try Incident(row: &$0), SearchText(stored: $0.text())) }
        let sources = try SourceSystemStore(connection).find(Set(found.map(\.0.source)))
        let types = try EventStore(connection).types(of: ids)
        let facts = found.compactMap { incident, searchText in
            sources[incident.source].map {
                IncidentFacts(
                    incident, source: $0, eventTypes: types[incident.id] ?? [],
                    searchText: searchText)
            }
        }
        return Dictionary(facts.map { ($0.incident.id, $0) }) { $1 }
    }
}
