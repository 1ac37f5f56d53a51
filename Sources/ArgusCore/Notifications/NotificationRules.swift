import ArgusVocabulary

/// Everything that decides who is told of an event, prepared so that it is decided without asking a
/// database.
///
/// Each filter is looked at once for an event, however many profiles use it.
package struct NotificationRules: Sendable {
    /// What the rules are made of, as it is stored.
    package struct Parts: Sendable {
        package var profiles: [NotificationProfile] = []
        package var filters: [StoredFilter] = []
        package var timeslots: [Timeslot] = []
        package var destinations: [Destination] = []
        /// Whose profiles tell nothing.
        package var inactiveAccounts: Set<User.ID> = []
        package var teams: [Team] = []
        /// What those are called who are in a team.
        package var usernames: [User.ID: String] = [:]
        package var maintenance: [PlannedMaintenance] = []
        /// Of those who have chosen one.
        package var zones: [User.ID: Zone] = [:]
        /// Of those who have some.
        package var holidays: [User.ID: HolidayCalendar] = [:]

        /// Has nothing yet.
        package init() {}
    }

    struct Profile {
        let profile: NotificationProfile
        let isAccountActive: Bool
        /// Places in ``NotificationRules/filters``.
        let filters: [Int]
        let timeslot: Timeslot?
        let destinations: [Destination]
        /// Whose clocks the timeslot is about.
        let zone: Zone
        let holidays: HolidayCalendar
    }

    private struct Filter {
        let id: StoredFilter.ID
        /// What must hold of the incident, all of it.
        let conditions: [IncidentFilter]
        /// The conditions as they are shown, each in its place: written once, since most events fail one
        /// of most profiles.
        let written: [String]
        /// Which events it takes; empty for all.
        let eventTypes: [EventType]
    }

    private let policy: NotificationPolicy
    let calls: OnCallRules
    let profiles: [Profile]
    private let filters: [Filter]
    let maintenance: [MaintenanceRule]
    private let zones: [User.ID: Zone]
    /// Whether a filter looks at the texts of logs.
    package let readsText: Bool

    /// Prepares rules.
    package init(_ parts: Parts, _ policy: NotificationPolicy) {
        (self.policy, zones) = (policy, parts.zones)
        calls = OnCallRules(parts)
        let places = Dictionary(
            parts.filters.enumerated().map { ($0.element.id, $0.offset) }
        ) { $1 }
        let timeslots = Dictionary(parts.timeslots.map { ($0.id, $0) }) { $1 }
        let destinations = Dictionary(parts.destinations.map { ($0.id, $0) }) { $1 }
        filters = parts.filters.map { stored in
            let blob = stored.blob.falling(backOn: policy.fallback)
            var incidentPart = blob
            incidentPart.eventTypes = nil
            // One that is about types of events only describes every incident.
            let conditions =
                blob.isEmpty
                ? [IncidentFilter.nothing]
                : incidentPart.isEmpty ? [] : incidentPart.filter.conditions
            return Filter(
                id: stored.id, conditions: conditions, written: conditions.map(\.written),
                eventTypes: blob.eventTypes ?? [])
        }
        profiles = parts.profiles.sorted { $0.id < $1.id }.map { profile in
            Profile(
                profile: profile,
                isAccountActive: !parts.inactiveAccounts.contains(profile.user),
                // What its owner has withdrawn is gone for others.
                filters: profile.filters.compactMap { places[$0] }.filter {
                    parts.filters[$0].isVisible(toAccount: profile.user)
                },
                timeslot: timeslots[profile.timeslot],
                destinations: profile.destinations.compactMap { destinations[$0] },
                zone: parts.zones[profile.user] ?? policy.zone,
                holidays: parts.holidays[profile.user] ?? .empty)
        }
        let blobs = Dictionary(parts.filters.map { ($0.id, $0.blob) }) { $1 }
        maintenance = parts.maintenance.map { task in
            // One that has lost its filters is about nothing, and not about everything.
            let filters = task.filters.compactMap { blobs[$0]?.incidentFilter }
            return MaintenanceRule(task, filters.isEmpty ? .nothing : .all(filters))
        }
        readsText =
            filters.contains { $0.conditions.contains(where: \.readsText) }
            || maintenance.contains { $0.filter.readsText }
    }

    /// How many profiles there are.
    package var count: Int { profiles.count }

    /// In which zone somebody's times are meant and written.
    package func zone(of user: User.ID) -> Zone { zones[user] ?? policy.zone }

    /// Decides who is told of an event; `now` is when that is decided.
    ///
    /// If it was `hidden` by planned maintenance it is decided who is told of it after that, however
    /// long ago it happened.
    package func plan(
        _ event: NotifiableEvent, now: Timestamp, hidden: Bool = false
    ) -> NotificationPlan {
        var plan = NotificationPlan(for: event)
        let general = hidden ? (policy.isOn ? nil : .off) : general(event)
        // Who was told of an opening is told of its end, also while maintenance hides all else.
        let passes = general?.isMaintenance == true && event.kind == .closed
        if let general {
            let ids = profiles.filter { !passes || !$0.profile.rules.followsUp }.map(\.profile.id)
            if !passes || !ids.isEmpty { plan.verdicts[general] = ids }
            if ids.count == profiles.count { return plan }
        }
        var failures = [Int?](repeating: nil, count: filters.count)
        var isKnown = [Bool](repeating: false, count: filters.count)
        func failure(_ place: Int) -> Int? {
            if !isKnown[place] {
                isKnown[place] = true
                failures[place] = filters[place].conditions.firstIndex { condition in
                    !condition.matches(event.facts, now: event.event.received)
                }
            }
            return failures[place]
        }
        var filterFailures: [Int: [NotificationProfile.ID]] = [:]
        var calls = calls.at(now)
        var places: [Destination.ID: Int] = [:]
        let kind = event.kind
        for profile in profiles where general == nil || profile.profile.rules.followsUp {
            let id = profile.profile.id
            if profile.profile.isActive, profile.isAccountActive,
                let failed = profile.filters.first(where: { failure($0) != nil }),
                !(profile.profile.rules.followsUp && kind.isFollowUp && !hidden)
            {
                filterFailures[failed, default: []].append(id)
                continue
            }
            let rules = profile.profile.rules
            let verdict = verdict(event, kind, profile, now, hidden: hidden, &calls)
            plan.verdicts[verdict, default: []].append(id)
            guard verdict == .told else { continue }
            let terms = DeliveryTerms(rules, event, kind, digest: digest(of: profile, event))
            plan.deliveries.tell(profile.destinations, by: id, terms, places: &places)
            for team in rules.teams {
                let called = calls.called(team)
                plan.deliveries.tell(
                    called.destinations, by: id, terms, note: called.note, places: &places)
            }
            if kind.isOpening, let first = rules.escalation.first {
                plan.escalations[id] = first.after + (terms.wait ?? .zero)
            }
        }
        for (place, ids) in filterFailures {
            let filter = filters[place]
            let condition = failures[place].map { filter.written[$0] } ?? ""
            plan.verdicts[.filter(filter.id, condition: condition)] = ids
        }
        return plan
    }

    /// What is decided for all profiles alike; nil if each decides.
    private func general(_ event: NotifiableEvent) -> NotificationVerdict? {
        if !policy.isOn { return .off }
        // However long the server itself takes to come to it.
        if let oldest = policy.oldest,
            event.event.received.since(event.event.timestamp) > oldest
        {
            return .late
        }
        return maintenance(covering: event).map { .maintenance($0.id) }
    }

    /// What is decided for a profile whose filters hold for the incident; what was hidden by maintenance
    /// follows nothing that was told.
    private func verdict(
        _ event: NotifiableEvent, _ kind: NotificationKind, _ profile: Profile, _ now: Timestamp,
        hidden: Bool, _ calls: inout OnCallRules.Moment
    ) -> NotificationVerdict {
        let rules = profile.profile.rules
        if !profile.profile.isActive { return .profileInactive }
        if !profile.isAccountActive { return .accountInactive }
        if rules.isPaused(at: now) { return .paused }
        if profile.filters.isEmpty { return .noFilter }
        if let verdict = reach(of: profile, &calls) { return verdict }
        if rules.followsUp, kind.isFollowUp, !hidden {
            return rules.kinds?.contains(kind) == false ? .kind(kind) : .told
        }
        let timeslot = profile.profile.timeslot
        switch profile.timeslot?.answer(event.event.timestamp, in: profile.zone, profile.holidays) {
        case .covered: break
        case _ where digest(of: profile, event) != nil && rules.digest == .timeslotStart: break
        case .holiday(let name): return .holiday(timeslot, name)
        case .outside, nil: return .timeslot(timeslot)
        }
        let takes = profile.filters.contains { place in
            let types = filters[place].eventTypes
            return types.isEmpty || types.contains(event.event.type)
        }
        if !takes { return .eventType }
        if !rules.take(kind, isNoted: event.noted != nil) {
            return rules.kinds == nil ? .noted : .kind(kind)
        }
        return .told
    }

    /// Whether a profile tells what follows only if the opening was told.
    package var hasFollowers: Bool { profiles.contains(where: \.profile.rules.followsUp) }

    /// Why nobody can be reached by a profile; nil if somebody can, perhaps later.
    private func reach(
        of profile: Profile, _ calls: inout OnCallRules.Moment
    ) -> NotificationVerdict? {
        let rules = profile.profile.rules
        if !profile.destinations.isEmpty || !rules.escalation.isEmpty { return nil }
        guard let team = rules.teams.first else { return .noDestination }
        return rules.teams.contains { !calls.called($0).destinations.isEmpty }
            ? nil : .nobodyOnCall(team)
    }

    /// When an event is told together with others; nil for at once.
    ///
    /// If it is decided late, that may be over.
    private func digest(of profile: Profile, _ event: NotifiableEvent) -> Timestamp? {
        guard let digest = profile.profile.rules.digest, let timeslot = profile.timeslot
        else { return nil }
        let wait = event.kind.isOpening ? profile.profile.rules.wait ?? .zero : .zero
        guard digest == .timeslotStart else {
            let moment = event.event.received.advanced(by: wait)
            return digest.due(after: moment, timeslot, in: profile.zone, profile.holidays)
        }
        let moment = event.event.timestamp
        return digest.due(after: moment, timeslot, in: profile.zone, profile.holidays)
            .map { max($0, moment.advanced(by: wait)) }
    }

    /// Which profiles tell what follows only if the opening was told.
    package func followers(_ ids: [NotificationProfile.ID]) -> Set<NotificationProfile.ID> {
        let ids = Set(ids)
        return Set(
            profiles.filter { ids.contains($0.profile.id) && $0.profile.rules.followsUp }
                .map(\.profile.id))
    }
}

extension NotificationKind {
    /// Whether it says that something began.
    package var isOpening: Bool { self == .opened || self == .reopened }

    /// Whether it is told only to those who know of the problem, if they want it so.
    package var isFollowUp: Bool {
        switch self {
        case .closed, .reopened, .acknowledged: true
        case .opened, .raised, .comment, .ticket, .changed: false
        }
    }
}

extension FilterBlob {
    /// What it says of incidents, without the types of events.
    fileprivate var incidentFilter: IncidentFilter {
        if isEmpty { return .nothing }
        var blob = self
        blob.eventTypes = nil
        return blob.isEmpty ? .everything : blob.filter
    }
}

extension IncidentFilter {
    /// Whether it looks at the texts of logs.
    fileprivate var readsText: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.readsText)
        case .not(let part): part.readsText
        case .mentions: true
        default: false
        }
    }
}
