import ArgusVocabulary

extension NotificationRules {
    /// A profile that may tell something at a moment; nil if it is gone, inactive or paused.
    package func active(
        _ id: NotificationProfile.ID, at now: Timestamp
    ) -> NotificationProfile? {
        guard let found = profiles.first(where: { $0.profile.id == id }), found.isAccountActive,
            found.profile.isActive, !found.profile.rules.isPaused(at: now)
        else { return nil }
        return found.profile
    }

    /// What a level of an escalation tells at a moment.
    package func deliveries(
        of level: EscalationLevel, by profile: NotificationProfile, at now: Timestamp,
        destinations: [Destination]
    ) -> [PlannedDelivery] {
        var plan: [PlannedDelivery] = []
        var places: [Destination.ID: Int] = [:]
        let terms = DeliveryTerms(hourlyLimit: profile.rules.hourlyLimit)
        var calls = calls.at(now)
        plan.tell(
            destinations.filter { level.destinations.contains($0.id) }, by: profile.id, terms,
            places: &places)
        for team in level.teams {
            let called = calls.called(team)
            plan.tell(
                called.destinations, by: profile.id, terms, note: called.note, places: &places)
        }
        return plan
    }
}

extension [PlannedDelivery] {
    /// Adds messages to destinations; what goes there already is sent once, on the better terms.
    mutating func tell(
        _ destinations: [Destination], by profile: NotificationProfile.ID, _ terms: DeliveryTerms,
        note: String = "", places: inout [Destination.ID: Int]
    ) {
        for destination in destinations {
            if let place = places[destination.id] {
                if self[place].profiles.last != profile { self[place].profiles.append(profile) }
                self[place].terms.join(terms)
            } else {
                places[destination.id] = count
                append(
                    PlannedDelivery(
                        to: destination, profiles: [profile], terms: terms, note: note))
            }
        }
    }
}
