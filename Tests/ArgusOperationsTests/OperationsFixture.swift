import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

extension TestDatabase {
    /// Creates an incident of *nav*.
    func create(_ new: NewIncident) async throws -> Incident {
        try await operations.incidents.create(new, source: .own, by: cast.nav.requester)
            .performed().incident
    }

    /// Posts an event to an incident.
    @discardableResult
    func post(
        _ event: PostedEvent, to id: Incident.ID, by requester: Requester
    ) async throws -> Event {
        try await operations.incidents.post(event, to: id, by: requester).performed()
    }

    /// An incident as it is stored now.
    func incident(_ id: Incident.ID) async throws -> Incident {
        try await operations.incidents.find(id).incident
    }
}

extension IncidentOperations {
    /// All incidents that a filter describes, newest first.
    func listAll(_ filter: IncidentFilter) async throws -> [SourcedIncident] {
        try await list(filter, PageRequest(size: 1000)).items
    }
}
