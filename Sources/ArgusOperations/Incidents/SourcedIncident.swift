import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// An incident together with the source system that it belongs to: what an answer shows.
package struct SourcedIncident: Hashable, Sendable {
    package let incident: Incident
    package let source: SourceSystem
    /// Where the incident's details are: what the source wrote, joined with its base URL.
    package let detailsURL: String

    /// Puts together what an answer shows.
    package init(incident: Incident, source: SourceSystem, detailsURL: String) {
        (self.incident, self.source, self.detailsURL) = (incident, source, detailsURL)
    }
}

extension SourcedIncident {
    init(_ incident: Incident, of source: SourceSystem) {
        let details = DetailsURL(base: source.baseURL).resolve(incident.detailsURL)
        self.init(incident: incident, source: source, detailsURL: details)
    }
}

extension Stores {
    /// Joins incidents with their source systems, in one statement whatever their number.
    func sourced(_ incidents: [Incident], _ presence: Presence) throws -> [SourcedIncident] {
        let sources = try self.sources.find(Set(incidents.map(\.source)))
            .mapValues { ($0.seen(presence), DetailsURL(base: $0.baseURL)) }
        return incidents.compactMap { incident in
            sources[incident.source].map { source, details in
                SourcedIncident(
                    incident: incident, source: source,
                    detailsURL: details.resolve(incident.detailsURL))
            }
        }
    }

    /// Joins an incident with its source system.
    func sourced(_ incident: Incident, _ presence: Presence) throws -> SourcedIncident {
        let source = try sources.existing(incident.source)
        return SourcedIncident(incident, of: source.seen(presence))
    }
}
