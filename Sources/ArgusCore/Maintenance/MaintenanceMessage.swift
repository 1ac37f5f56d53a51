import ArgusVocabulary

/// A message to a destination about all that planned maintenance had hidden from it.
package struct MaintenanceMessage: Hashable, Sendable {
    package var delivery: PlannedDelivery
    /// By which incidents began, each once, the worst first.
    package let events: [Event]

    /// The messages that come of plans for events that were hidden, without those that a destination was
    /// told of already.
    package static func messages(
        of plans: [NotificationPlan], besides told: [Event.ID: Set<Destination.ID>]
    ) -> [MaintenanceMessage] {
        var deliveries: [Destination.ID: PlannedDelivery] = [:]
        var incidents: [Destination.ID: [NotifiableEvent]] = [:]
        let worstFirst = plans.sorted {
            let (one, other) = ($0.event, $1.event)
            return (one.incident.level.rawValue, one.event.id)
                < (other.incident.level.rawValue, other.event.id)
        }
        for plan in worstFirst {
            for planned in plan.deliveries {
                let id = planned.destination.id
                guard !(told[plan.event.event.id] ?? []).contains(id) else { continue }
                var all = deliveries[id] ?? PlannedDelivery(to: planned.destination, profiles: [])
                all.profiles = (all.profiles + planned.profiles).withoutRepetitions()
                // It is told now, and once, however the profile would wait or repeat.
                all.terms.hourlyLimit = planned.terms.hourlyLimit
                deliveries[id] = all
                if incidents[id]?.contains(where: { $0.incident.id == plan.event.incident.id })
                    != true
                {
                    incidents[id, default: []].append(plan.event)
                }
            }
        }
        return deliveries.sorted { $0.key < $1.key }.map { id, delivery in
            var delivery = delivery
            delivery.profiles.sort()
            return MaintenanceMessage(
                delivery: delivery, events: (incidents[id] ?? []).map(\.event))
        }
    }
}
