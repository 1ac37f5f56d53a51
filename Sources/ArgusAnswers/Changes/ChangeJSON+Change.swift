import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension ChangeJSON {
    /// A change as it is told at a moment.
    package init(_ told: ToldChange, at moment: Timestamp) {
        let change = told.change
        self.init(
            id: change.id, type: change.type, timestamp: change.moment,
            incidentID: change.incident,
            incident: told.incident.map { IncidentJSON($0, at: moment) },
            event: change.event.map { EventJSON($0) })
    }
}
