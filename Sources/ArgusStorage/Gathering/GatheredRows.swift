import ArgusCore
import ArgusSQL

/// Rows that are yet to be written.
struct GatheredRows {
    var incidents: [IncidentStore.Gathered] = []
    /// By their bytes, as the database compares texts.
    var tags: [[UInt8]: Tag] = [:]
    var events: [EventStore.Gathered] = []
    /// One text for each incident: several would not see each other.
    var searchTexts: [Incident.ID: String] = [:]
    var answers: [IdempotencyStore.Key: IdempotencyStore.Kept] = [:]

    var isEmpty: Bool {
        incidents.isEmpty && tags.isEmpty && events.isEmpty && searchTexts.isEmpty
            && answers.isEmpty
    }

    /// Has them written by the stores of their tables, each after those that it refers to.
    func write(on connection: any SQLConnection) throws {
        if !incidents.isEmpty { try IncidentStore(connection).insert(incidents) }
        if !tags.isEmpty { try TagStore(connection).insert(Array(tags.values)) }
        if !searchTexts.isEmpty { try IncidentStore(connection).addSearchTexts(searchTexts) }
        if !events.isEmpty { try EventStore(connection).insert(events) }
        if !answers.isEmpty { try IdempotencyStore(connection).insert(answers) }
    }
}
