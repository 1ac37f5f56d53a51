import ArgusCore
import ArgusStorage

extension SourceSystemStore {
    /// Finds a source system, or refuses.
    func existing(_ id: SourceSystem.ID) throws -> SourceSystem {
        guard let source = try find(id) else { throw Refusal.noSuch(.sourceSystem) }
        return source
    }
}

extension IncidentStore {
    /// Finds an incident, or refuses.
    func existing(_ id: Incident.ID) throws -> Incident {
        guard let incident = try find(id) else { throw Refusal.noSuch(.incident) }
        return incident
    }
}

extension Requester {
    /// Refuses to change an incident that is not the asker's to change.
    func checkMayChange(_ incident: Incident) throws(Refusal) {
        guard mayChange(incidentOf: incident.source) else { throw .noPermission }
    }
}
