import ArgusCore
import ArgusStorage

extension SourceSystemStore {
    /// Finds a source system, or refuses.
    func existing(_ id: SourceSystem.ID) throws -> SourceSystem {
        guard let source = try find(id) else { throw Refusal.noSuch("SourceSystem") }
        return source
    }
}

extension IncidentStore {
    /// Finds an incident, or refuses.
    func existing(_ id: Incident.ID) throws -> Incident {
        guard let incident = try find(id) else { throw Refusal.noSuch("Incident") }
        return incident
    }

    /// Finds an incident that somebody may change, or refuses.
    func existing(_ id: Incident.ID, changeableBy requester: Requester) throws -> Incident {
        let incident = try existing(id)
        guard requester.mayChange(incidentOf: incident.source) else { throw Refusal.noPermission }
        return incident
    }
}
