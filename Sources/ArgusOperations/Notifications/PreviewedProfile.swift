import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What a profile would have sent of what happened in the last days.
package struct PreviewedProfile: Sendable {
    package let since: Timestamp
    package let until: Timestamp
    /// How many events were looked at.
    package let events: Int
    /// Whether these are all that there were, and not only the last ones.
    package let isComplete: Bool
    /// How many messages it would have sent.
    package let count: Int
    /// How many would wait still.
    package let pending: Int
    /// The last messages, the last one first.
    package let messages: [NotificationPreview.Message]
    /// What kept everything else from being sent, the commonest first.
    package let others: [Obstacle]

    /// Why something would not have been sent, and how often.
    package struct Obstacle: Sendable {
        /// The word of a verdict, or of a reason.
        package let word: String
        package let count: Int
        /// The reason in a sentence.
        package let sentence: String
    }
}

extension NotificationOperations {
    /// How many days may be looked back.
    package static let previewDays: ClosedRange<Int> = 1...31
    /// How many events are looked at: the last ones.
    package static let previewedEvents = 10_000
    private static let step = 500

    /// Tries a profile of the asker's on what happened in the last days: a stored one, one with changes
    /// that are not stored yet, or one that is all new.
    ///
    /// It is tried as if it were active and not paused. Nothing is written, and no more is in memory at
    /// a time than a few hundred events.
    package func preview(
        _ id: NotificationProfile.ID?, _ change: NotificationProfileChange = .init(),
        days: Int = 7, by requester: Requester
    ) async throws -> PreviewedProfile {
        guard Self.previewDays.contains(days) else {
            throw Refusal.invalid("days", "One can look back for 1 to 31 days.")
        }
        let (user, now) = (try requester.user, database.clock())
        let since = now - .seconds(days * 86_400)
        let (rules, destinations, profile, cut) = try await database.read { [policy] stores in
            let profile = try stores.previewed(id, change, by: requester)
            let parts = try stores.parts(of: profile)
            return (
                NotificationRules(parts, policy.previewing),
                parts.destinations.filter { $0.user == user.id }, profile,
                try stores.events.place(
                    beforeLast: Self.previewedEvents, until: now,
                    after: EventStore.Place(before: since))
            )
        }
        var preview = NotificationPreview(rules, destinations: destinations)
        var place = cut ?? EventStore.Place(before: since)
        while true {
            let (start, known) = (place, preview)
            let (events, openings) = try await database.read { stores in
                let events = try stores.events.past(
                    after: start, until: now, withText: rules.readsText, limit: Self.step)
                return (
                    events,
                    try stores.events.openings(
                        of: known.unknown(among: events), withText: rules.readsText)
                )
            }
            for opening in openings { preview.recall(opening) }
            for event in events { preview.take(event) }
            guard let last = events.last, events.count == Self.step else { break }
            place = EventStore.Place(last.event)
        }
        preview.end(at: now)
        let tried = preview
        let others = try await database.read { [policy] stores in
            try Explainer(stores, user, policy.zone, [profile]).obstacles(tried)
        }
        return PreviewedProfile(
            since: since, until: now, events: tried.events, isComplete: cut == nil,
            count: tried.count, pending: tried.pending, messages: tried.messages.reversed(),
            others: others)
    }
}

extension NotificationPolicy {
    /// The policy for what is over: how long ago it was, and whether anybody is told now, is the same.
    fileprivate var previewing: NotificationPolicy {
        var policy = self
        (policy.isOn, policy.oldest) = (true, nil)
        return policy
    }
}

extension Stores {
    /// The profile to try; refuses one of which too little is said.
    fileprivate func previewed(
        _ id: NotificationProfile.ID?, _ change: NotificationProfileChange,
        by requester: Requester
    ) throws -> NotificationProfile {
        if id == nil {
            let missing = [
                ("timeslot", change.timeslot == nil), ("filters", change.filters == nil),
            ].filter(\.1)
            guard missing.isEmpty else {
                throw Refusal.invalid(
                    .fields(missing.map { Problems.Field($0.0, .messages([.missing])) }))
            }
        }
        let base = try id.map { try own($0, of: requester).profile }
        var profile = try changed(
            base ?? .blank(of: requester.user.id), change, by: requester)
        profile.isActive = true
        profile.rules.pausedUntil = nil
        return profile
    }

    /// What decides about one profile.
    fileprivate func parts(of profile: NotificationProfile) throws -> NotificationRules.Parts {
        var parts = NotificationRules.Parts()
        let named = Set(profile.rules.allTeams)
        parts.teams = try teams.list().filter { named.contains($0.id) }
        let people = Set(parts.teams.flatMap { $0.members + $0.overrides.map(\.user) })
        parts.usernames = try accounts.usernames(of: people)
        parts.inactiveAccounts = try accounts.inactive().subtracting([profile.user])
        parts.profiles = [profile]
        parts.maintenance = try plannedMaintenance.list()
        parts.filters = try filters.find(
            Set(profile.filters + parts.maintenance.flatMap(\.filters)))
        parts.timeslots = try timeslots.find([profile.timeslot])
        parts.holidays = [profile.user: try holidays.find(of: profile.user).calendar]
        parts.zones = Preferences.zones(try preferences.list(in: Preferences.dashboard))
        parts.destinations = try (people + [profile.user]).withoutRepetitions().flatMap {
            try destinations.list(of: $0)
        }
        return parts
    }
}

extension Explainer {
    /// What kept messages from being sent, the commonest reason first.
    fileprivate func obstacles(
        _ preview: NotificationPreview
    ) throws -> [PreviewedProfile.Obstacle] {
        let verdicts = try preview.verdicts.map { verdict, count in
            PreviewedProfile.Obstacle(
                word: verdict.word, count: count, sentence: try sentence(verdict))
        }
        let reasons = preview.reasons.map { reason, count in
            PreviewedProfile.Obstacle(
                word: reason.rawValue, count: count, sentence: "Not sent: \(reason.text).")
        }
        return (verdicts + reasons).sorted { ($1.count, $0.sentence) < ($0.count, $1.sentence) }
    }
}
