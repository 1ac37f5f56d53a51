import ArgusCore
import ArgusStorage

/// An incident together with the source system that it belongs to: what an answer shows.
package struct SourcedIncident: Hashable, Sendable {
    package let incident: Incident
    package let source: SourceSystem
}

extension Stores {
    /// Joins incidents with their source systems, in one statement whatever their number.
    func sourced(_ incidents: [Incident], _ presence: Presence) throws -> [SourcedIncident] {
        let sources = try self.sources.find(Set(incidents.map(\.source)))
        return incidents.compactMap { incident in
            sources[incident.source].map {
                SourcedIncident(incident: incident, source: $0.seen(presence))
            }
        }
    }

    /// Joins an incident with its source system.
    func sourced(_ incident: Incident, _ presence: Presence) throws -> SourcedIncident {
        let source = try sources.existing(incident.source)
        return SourcedIncident(incident: incident, source: source.seen(presence))
    }
}
