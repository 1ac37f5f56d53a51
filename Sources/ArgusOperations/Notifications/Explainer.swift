import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Puts together what is known of why somebody was told.
struct Explainer {
    private let stores: Stores
    private let user: User
    private let zone: Zone
    private let profiles: [NotificationProfile]
    /// Those that are gone by now.
    private let deleted: [DeletedProfileStore.DeletedProfile]
    /// The names of those that they may see.
    private let filters: [StoredFilter.ID: String]
    private let timeslots: [Timeslot.ID: String]

    /// Explains by somebody's profiles: all of theirs, or these.
    init(
        _ stores: Stores, _ user: User, _ zone: Zone, _ profiles: [NotificationProfile]? = nil
    ) throws {
        (self.stores, self.user, self.zone) = (stores, user, zone)
        self.profiles = try profiles ?? stores.notificationProfiles.list(of: user.id)
        deleted = try stores.deletedProfiles.list(of: user.id)
        filters = Dictionary(
            try stores.filters.list(visibleTo: user.id).map { ($0.id, $0.name) }
        ) { $1 }
        timeslots = Dictionary(
            try stores.timeslots.list(of: user.id).map { ($0.id, $0.name) }
        ) { $1 }
    }

    func explain(_ incident: Incident, latest: Int) throws -> Explanation {
        let events = try stores.events.list(PageRequest(size: latest), of: incident.id).items
            .sorted { $0.id < $1.id }
        let decisions = Dictionary(
            try stores.decisions.list(of: events.map(\.id)).map { ($0.event, $0) }
        ) { $1 }
        let later = Dictionary(
            grouping: try stores.maintenanceNotices.decisions(of: events.map(\.id)), by: \.event)
        let all = try stores.deliveries.list(of: incident.id)
        let deliveries = Dictionary(grouping: all.filter { $0.user == user.id }, by: \.event)
        let others = try ToldOthers(stores, incident, all, besides: user, by: profiles, zone)
        return Explanation(
            incident: incident, user: user,
            events: try events.map { event in
                let decision = decisions[event.id]
                return ExplainedEvent(
                    event: event, decided: decision?.moment,
                    profiles: try decision.map { try explain($0, later[event.id]?.last, others) }
                        ?? [],
                    deliveries: deliveries[event.id] ?? [])
            })
    }

    private func explain(
        _ decision: DecisionStore.Decision, _ last: MaintenanceNoticeStore.Decision?,
        _ others: ToldOthers
    ) throws -> [ExplainedProfile] {
        var later: [NotificationProfile.ID: NotificationVerdict] = [:]
        for (verdict, ids) in last?.verdicts ?? [:] { for id in ids { later[id] = verdict } }
        var verdicts: [NotificationProfile.ID: NotificationVerdict] = [:]
        for (verdict, ids) in decision.verdicts { for id in ids { verdicts[id] = verdict } }
        let gone = try deleted.compactMap { profile in
            try verdicts[profile.id].map { verdict in
                ExplainedProfile(
                    id: profile.id, name: profile.name, verdict: visible(verdict), later: nil,
                    sentence: try sentence(verdict) + " The profile was deleted since.")
            }
        }
        return try gone
            + profiles.map { profile in
                let (verdict, then) = (verdicts[profile.id], later[profile.id])
                var text =
                    try verdict.map { try sentence($0) }
                    ?? "The profile was not there yet when this was decided."
                if let last, let then { text += try " \(self.text(of: last)): \(sentence(then))" }
                text += others.sentences(of: profile.id, decision.event)
                return ExplainedProfile(
                    id: profile.id, name: profile.name, verdict: verdict.map(visible),
                    later: then.map(visible), sentence: text)
            }
    }

    /// A verdict without what a filter says that they may not see.
    private func visible(_ verdict: NotificationVerdict) -> NotificationVerdict {
        guard case .filter(let id, _) = verdict, filters[id] == nil else { return verdict }
        return .filter(id, condition: "")
    }

    /// What was decided, in a sentence.
    func sentence(_ verdict: NotificationVerdict) throws -> String {
        switch verdict {
        case .told: "It is told."
        case .off: "Nothing is told on this server: ARGUS_NOTIFICATIONS is off."
        case .late: "It happened too long ago to be told: see ARGUS_NOTIFICATION_MAX_AGE."
        case .maintenance(let id):
            "Planned maintenance \(id)\(try maintenance(id)) covered it when it happened."
        case .profileInactive: "The profile is not active."
        case .accountInactive: "The account is not active."
        case .paused: "The profile was paused."
        case .noFilter: "The profile has no filter, and so describes nothing."
        case .filter(let id, _) where filters[id] == nil:
            "A filter did not hold that is gone by now, or not public any more."
        case .filter(let id, let condition):
            "Filter \(named(filters[id], id.rawValue)) does not hold: \"\(condition)\" is not so."
        case .timeslot(let id):
            "It happened outside the timeslot \(named(timeslots[id], id.rawValue))."
        case .holiday(let id, let name):
            "\(name.isEmpty ? "A holiday" : "\"\(name)\"") is not in the timeslot "
                + "\(named(timeslots[id], id.rawValue))."
        case .eventType: "None of the filters is about events of this type."
        case .kind(let kind): "The profile does not tell of what is \"\(kind.rawValue)\"."
        case .noted:
            "The server noted it of itself, which only profiles tell that name such events."
        case .openingNotTold: "It follows an opening that was not told."
        case .noDestination: "The profile has no destination."
        case .nobodyOnCall(let id):
            "Nobody is on call in the team "
                + "\(named(try stores.teams.find(id)?.name, id.rawValue)) who could be reached."
        }
    }

    private func text(of decision: MaintenanceNoticeStore.Decision) -> String {
        switch decision.kind {
        case .warning: "Shortly before the end of maintenance \(decision.task)"
        case .end: "At the end of maintenance \(decision.task)"
        }
    }

    private func named(_ name: String?, _ id: Int64) -> String {
        name.map { "\"\($0)\"" } ?? "\(id), which is gone by now,"
    }

    private func maintenance(_ id: PlannedMaintenance.ID) throws -> String {
        guard let task = try stores.plannedMaintenance.find(id) else { return "" }
        return task.description.isEmpty ? "" : " (\(task.description))"
    }
}

/// Whom profiles of somebody's have others told.
struct ToldOthers {
    private let deliveries: [NotificationDelivery]
    private let escalations: [Escalation]
    private let usernames: [User.ID: String]
    private let zone: Zone

    init(
        _ stores: Stores, _ incident: Incident, _ deliveries: [NotificationDelivery],
        besides user: User, by profiles: [NotificationProfile], _ zone: Zone
    ) throws {
        let own = Set(profiles.map(\.id))
        self.deliveries = deliveries.filter {
            $0.user != user.id && !own.isDisjoint(with: $0.profiles)
        }
        escalations =
            profiles.isEmpty
            ? [] : try stores.escalations.list(of: incident.id).filter { own.contains($0.profile) }
        usernames = try stores.accounts.usernames(of: Set(self.deliveries.map(\.user)))
        self.zone = zone
    }

    /// What came of an event for others by a profile, in sentences after another one.
    func sentences(of profile: NotificationProfile.ID, _ event: Event.ID) -> String {
        var lines: [String] = []
        for delivery in deliveries
        where delivery.event == event && delivery.profiles.contains(profile) {
            let why = [delivery.level.map { "level \($0) of the escalation" }, delivery.note]
                .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
            lines.append(
                " \(usernames[delivery.user] ?? "Somebody")\(why.isEmpty ? "" : ", \(why),") "
                    + "\(delivery.state.isOver ? "was" : "is") told by it: \(delivery.state.word).")
        }
        lines += escalations.filter { $0.event == event && $0.profile == profile }.map(sentence)
        return lines.withoutRepetitions().joined()
    }

    private func sentence(_ escalation: Escalation) -> String {
        let level = "level \(escalation.level)"
        return switch escalation.end {
        case nil:
            " If nobody acknowledges, \(level) of the escalation is told at "
                + "\(escalation.due.text(in: zone))."
        case .acknowledged:
            " The escalation ended before \(level), since somebody had acknowledged."
        case .closed: " The escalation ended before \(level), since the incident was over."
        case .maintenance: " The escalation ended before \(level), at planned maintenance."
        case .inactive: " The escalation ended before \(level), since the profile was off."
        case .done: " The escalation has gone through all levels."
        }
    }
}

extension NotificationDelivery.State {
    fileprivate var isOver: Bool { self != .waiting }

    fileprivate var word: String {
        switch self {
        case .waiting: "the message waits"
        case .sent: "the message was sent"
        case .failed: "the message could not be sent"
        case .dropped: "the message was not sent after all"
        }
    }
}
