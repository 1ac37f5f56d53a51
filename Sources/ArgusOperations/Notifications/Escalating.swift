import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension Transaction {
    /// Tells the next in line of what nobody has acknowledged by now.
    func escalate(by rules: NotificationRules) throws {
        let due = try stores.escalations.due(now, limit: 100)
        guard !due.isEmpty else { return }
        let events = Dictionary(
            try stores.outbox.events(
                due.map(\.event).withoutRepetitions(), withText: rules.readsText
            ).map { ($0.event.id, $0) }
        ) { $1 }
        let incidents = Dictionary(
            try stores.incidents.find(Set(due.map(\.incident))).map { ($0.id, $0) }
        ) { $1 }
        for var escalation in due {
            if let event = events[escalation.event], let current = incidents[escalation.incident] {
                try advance(&escalation, event, current, rules)
            } else {
                escalation.end = .done
            }
            try stores.escalations.update(escalation, now: now)
        }
    }

    /// Tells the next level, or ends it.
    private func advance(
        _ escalation: inout Escalation, _ event: NotifiableEvent, _ current: Incident,
        _ rules: NotificationRules
    ) throws {
        if current.endTime.isClosed(at: now) {
            escalation.end = .closed
        } else if current.isAcked(at: now) {
            escalation.end = .acknowledged
        } else if rules.isMaintained(event.facts(of: current), at: now) {
            escalation.end = .maintenance
        }
        guard escalation.end == nil else { return }
        guard let profile = rules.active(escalation.profile, at: now) else {
            escalation.end = .inactive
            return
        }
        let rest = profile.rules.escalation.dropFirst(escalation.level - 1)
        if let level = rest.first {
            let own = try stores.destinations.find(Set(level.destinations))
            let deliveries = rules.deliveries(
                of: level, by: profile, at: now, destinations: own)
            let told = try stores.deliveries.levels(of: event.event.id, by: profile.id)
            for delivery in deliveries {
                // Levels may have been taken out of the profile since: what was told at one that had this
                // number is not what is told now.
                let level = max(escalation.level, (told[delivery.destination.id] ?? 0) + 1)
                try stores.deliveries.insert(
                    delivery, about: event.event, occasion: level * Escalation.occasions, due: now,
                    now: now)
            }
        }
        guard let next = rest.dropFirst().first else {
            escalation.end = .done
            return
        }
        escalation.level += 1
        escalation.due = now.advanced(by: next.after)
    }

    /// The plans, with those told of a close whom an escalation told of the opening, and of an
    /// acknowledgement if the profile tells that.
    func tellingEscalated(_ plans: [NotificationPlan]) throws -> [NotificationPlan] {
        let ending = plans.filter(\.endsEscalations)
        guard !ending.isEmpty else { return plans }
        let told = try stores.deliveries.escalated(of: ending.map(\.event.incident.id))
        guard !told.isEmpty else { return plans }
        let destinations = Dictionary(
            try stores.destinations.find(Set(told.values.flatMap(\.keys))).map { ($0.id, $0) }
        ) { $1 }
        return plans.map { plan in
            guard plan.endsEscalations else { return plan }
            var plan = plan
            let telling = Set(plan.verdicts[.told] ?? [])
            let known = Set(plan.deliveries.map(\.destination.id))
            for (id, profiles) in (told[plan.event.incident.id] ?? [:]).sorted(by: {
                $0.key < $1.key
            })
            where !known.contains(id) {
                let profiles = profiles.filter {
                    plan.event.kind == .closed || telling.contains($0)
                }
                guard let destination = destinations[id], !profiles.isEmpty else { continue }
                var terms = DeliveryTerms()
                terms.isFollowUp = true
                plan.deliveries.append(
                    PlannedDelivery(
                        to: destination, profiles: profiles, terms: terms,
                        note: "as an escalation told there that it began"))
            }
            return plan
        }
    }
}

extension NotificationPlan {
    /// Whether those may want to know whom an escalation told of the opening.
    fileprivate var endsEscalations: Bool {
        [.closed, .acknowledged].contains(event.kind) && !isSilent
    }

    /// Whether nobody at all is told.
    fileprivate var isSilent: Bool {
        verdicts.keys.contains { verdict in
            switch verdict {
            case .off, .late, .maintenance: true
            default: false
            }
        }
    }
}
