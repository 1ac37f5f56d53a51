import ArgusVocabulary

/// How messages of a preview become one, wait for others, or lead to the next in line.
extension NotificationPreview {
    /// What was told of one tag lately.
    struct Storm: Sendable {
        struct Key: Hashable {
            let destination: Destination.ID
            let key: String
        }

        var seen: [(moment: Timestamp, incident: Incident.ID)] = []
        /// When one message told of many.
        var told: Timestamp?
        /// Whether the next of these waits.
        var isHeld = false
    }

    /// Whether a message is told by another one, or later with others.
    mutating func isGathered(_ message: Waiting) -> Bool {
        switch message.planned.terms.gathering {
        case nil: false
        case .digest: isInDigest(message)
        case .storm(let rule, _, _): isInStorm(message, rule)
        }
    }

    private mutating func isInDigest(_ message: Waiting) -> Bool {
        let isFirst = digests.updateValue(message.due, forKey: message.destination) != message.due
        if !isFirst { join(message) }
        return !isFirst
    }

    private mutating func isInStorm(_ message: Waiting, _ rule: StormRule) -> Bool {
        let key = Storm.Key(
            destination: message.destination, key: message.planned.terms.gathering?.key ?? "")
        var storm = storms[key] ?? Storm()
        defer { storms[key] = storm }
        let start = message.due - rule.within
        if message.isCarrier {
            (storm.isHeld, storm.told) = (false, message.due)
            return false
        }
        storm.seen.removeAll { $0.moment <= start }
        storm.seen.append((message.due, message.incident))
        if storm.isHeld {
            reasons[.storm, default: 0] += 1
            return true
        }
        if let told = storm.told, told > start {
            storm.isHeld = true
            wait(
                Waiting(
                    message.planned, about: message.event, due: told.advanced(by: rule.within),
                    isCarrier: true))
            return true
        }
        if Set(storm.seen.map(\.incident)).count > rule.count { storm.told = message.due }
        return false
    }

    /// Keeps a message for later if its destination had as many as it gets in an hour, or drops it if
    /// one is kept already; false for one that is to be sent.
    mutating func holdBack(_ message: Waiting) -> Bool {
        let destination = message.destination
        if message.isCarrier { heldBack.remove(destination) }
        guard let limit = message.planned.terms.hourlyLimit else { return false }
        let hourAgo = message.due - .seconds(3600)
        sent[destination]?.removeAll { $0 <= hourAgo }
        guard let recent = sent[destination], recent.count >= limit, let first = recent.first
        else { return false }
        guard heldBack.insert(destination).inserted else {
            reasons[.limited, default: 0] += 1
            return true
        }
        wait(
            Waiting(
                message.planned, about: message.event, due: first.advanced(by: .seconds(3600)),
                occasion: message.occasion, isCarrier: true))
        return true
    }

    /// Adds a level that is to be told, in its place.
    mutating func add(_ step: Step) {
        let place = steps.firstIndex { $0.due <= step.due } ?? steps.count
        steps.insert(step, at: place)
        attend(step.event)
    }

    /// Tells a level of an escalation, unless nobody has to be told any more.
    mutating func tell(_ step: Step) {
        guard let facts = facts(of: step.event.incident.id),
            !facts.incident.endTime.isClosed(at: step.due), !facts.incident.isAcked(at: step.due),
            !rules.isMaintained(facts, at: step.due),
            let profile = rules.active(step.profile, at: step.due)
        else { return }
        let rest = profile.rules.escalation.dropFirst(step.level - 1)
        guard let level = rest.first else { return }
        let planned = rules.deliveries(
            of: level, by: profile, at: step.due, destinations: destinations)
        for planned in planned {
            let id = planned.destination.id
            escalated[step.event.incident.id, default: [:]][id] = planned.destination
            wait(
                Waiting(
                    planned, about: step.event, due: step.due,
                    occasion: step.level * Escalation.occasions))
        }
        guard let next = rest.dropFirst().first else { return }
        add(
            Step(
                event: step.event, profile: step.profile, level: step.level + 1,
                due: step.due.advanced(by: next.after)))
    }

    /// What tells of a close where an escalation told of the opening.
    func closings(_ event: NotifiableEvent, _ plan: NotificationPlan) -> [PlannedDelivery] {
        guard event.kind == .closed, let told = escalated[event.incident.id] else { return [] }
        let known = Set(plan.deliveries.map(\.destination.id))
        var terms = DeliveryTerms()
        terms.isFollowUp = true
        return told.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map {
            PlannedDelivery(to: $0.value, profiles: [], terms: terms)
        }
    }
}
