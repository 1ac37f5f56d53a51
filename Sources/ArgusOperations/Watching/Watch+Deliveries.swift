import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension Watch {
    private static let prefix = "destination:"
    private static let queue = "delivery_queue"

    /// Tells of destinations at which nothing arrives.
    mutating func lookAfterDestinations() throws {
        let failing = try stores.deliveries.failing(now: now)
        let told = open.compactMap { incident in
            Self.destination(of: incident).map { (incident: incident, destination: $0) }
        }
        guard !failing.isEmpty || !told.isEmpty else { return }
        let ids = Set(failing.keys).union(told.map(\.destination))
        let found = try stores.destinations.find(ids)
        let destinations = Dictionary(found.map { ($0.id, $0) }) { $1 }
        let openings = try stores.events.lastOpenings(of: Set(told.map(\.incident.id)))
        let arrivals = try stores.deliveries.lastSent(
            to: told.map(\.destination), since: openings.values.min() ?? now)
        for (incident, id) in told {
            if destinations[id] == nil {
                try close(
                    incident.id, "The destination of incident \(incident.id) is gone, closing")
            } else if failing[id] == nil, let arrival = arrivals[id],
                let opening = openings[incident.id], arrival > opening
            {
                try close(incident.id, "Messages arrive there again")
            }
        }
        let names = try stores.accounts.names(Set(failing.values.map(\.user)))
        let known = Set(told.map(\.destination))
        for (id, delivery) in failing.sorted(by: { $0.key < $1.key })
        where destinations[id] != nil && !known.contains(id) {
            let user = names[delivery.user] ?? ""
            try openOrReopen(Self.problem(of: delivery, to: id, of: user), seen: delivery.updated)
        }
    }

    private static func destination(of incident: Incident) -> Destination.ID? {
        guard incident.sourceIncidentID.hasPrefix(prefix) else { return nil }
        return Int64(incident.sourceIncidentID.dropFirst(prefix.count)).map { Destination.ID($0) }
    }

    private static func problem(
        of delivery: NotificationDelivery, to id: Destination.ID, of user: String
    ) -> WatchedProblem {
        let place = delivery.host.map { " at \($0)" } ?? ""
        let reason = delivery.reason?.text ?? "it was tried in vain"
        let answer = delivery.detail.prefix(200)
        return WatchedProblem(
            kind: .failingDestination, level: .moderate,
            description: "Messages to \(user) by \(delivery.medium.name) do not arrive\(place): "
                + reason + (answer.isEmpty ? "" : " (\(answer))"),
            identifier: "\(prefix)\(id)",
            tags: [
                Tag(key: "destination", value: id.description),
                Tag(key: "media", value: delivery.medium.rawValue), Tag(key: "user", value: user),
            ])
    }

    /// Tells that people are told too late.
    mutating func lookAfterQueue() throws {
        let waiting = [
            try stores.deliveries.oldestDue(now: now), try stores.outbox.oldestUnplanned(),
        ]
        let late = waiting.compactMap { $0 }.min().map { now.since($0) } ?? .zero
        let told = open.first { $0.sourceIncidentID == Self.queue }
        if let told {
            if late <= .seconds(60) { try close(told.id, "The delivery queue has caught up") }
        } else if late > .seconds(300) {
            let problem = WatchedProblem(
                kind: .deliveryQueue, level: .high,
                description: "The delivery queue falls behind: people are told more than"
                    + " \(late.components.seconds / 60) minutes late",
                identifier: Self.queue)
            // What was late already when somebody closed the incident is not told of again.
            try openOrReopen(problem, seen: now.advanced(by: .seconds(300) - late))
        }
    }
}

extension NotificationDelivery {
    /// The host that it goes to, without anything secret; nil if the address does not tell.
    fileprivate var host: String? {
        var rest = address[...]
        guard let scheme = rest.firstRange(of: "://") else {
            return rest.lastIndex(of: "@").map { String(rest[rest.index(after: $0)...]) }
        }
        rest = rest[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
        if let end = rest.lastIndex(of: "@") { rest = rest[rest.index(after: end)...] }
        return rest.isEmpty ? nil : String(rest)
    }
}
