import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension DeliveryStore {
    /// An incident, and a destination that is told of it.
    package struct Pair: Hashable, Sendable {
        let incident: Incident.ID
        let destination: Destination.ID

        /// Names both.
        package init(incident: Incident.ID, destination: Destination.ID) {
            (self.incident, self.destination) = (incident, destination)
        }
    }

    /// By what the destinations of messages know the first message about the same incident, or the one
    /// that took its place; nil for those that lead elsewhere by now.
    package func threads(
        of deliveries: [NotificationDelivery], at destinations: [Destination.ID: Destination]
    ) throws -> [Pair: String] {
        guard !deliveries.isEmpty else { return [:] }
        let incidents = deliveries.map(\.incident).withoutRepetitions()
        let places = deliveries.compactMap(\.destination).withoutRepetitions()
        let named = try connection.rows(
            """
            SELECT incident_id, destination_id, address, thread
            FROM delivery
            WHERE incident_id IN \(list: incidents) AND destination_id IN \(list: places)
                AND thread IS NOT NULL
            ORDER BY id
            """
        ) { (Pair(incident: $0.id(), destination: $0.id()), address: $0.text(), $0.text()) }
        let threads = named.filter { pair, address, _ in
            destinations[pair.destination]?.address == address
        }
        return Dictionary(threads.map { ($0, $2) }) { $1 }
    }
}
