/// Why something is turned down, where clients of the existing server know it in words that say more
/// of that server than of the reason.
///
/// Here it has the words for people. The API has its own.
package enum Reason: Hashable, Sendable {
    /// The source has an incident with that identifier of its own.
    case incidentExists(identifier: String, source: SourceSystem.ID)
    /// Incidents are kept.
    case deletionIsOff
    /// No ticket system is connected that could make a ticket.
    case noTicketSystem
    /// There is no such incident, whose tags are asked for.
    case noTaggedIncident(Incident.ID)
    /// There is no such destination, or it is another's, of which a double is looked for.
    case noDestination(Destination.ID)
    /// There is no such source system, which was named; nil for null.
    case noSource(SourceSystem.ID?)
}

extension Reason: CustomStringConvertible {
    /// The reason in a sentence.
    package var description: String {
        switch self {
        case .incidentExists(let identifier, _):
            "The source system has an incident with the identifier \(identifier) already."
        case .deletionIsOff: "This server keeps all incidents."
        case .noTicketSystem: "No ticket system is connected."
        case .noTaggedIncident(let id): "There is no incident \(id)."
        case .noDestination(let id): "There is no destination \(id)."
        case .noSource(let id): "There is no source system \(id.map { "\($0)" } ?? "null")."
        }
    }
}
