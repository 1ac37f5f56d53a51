import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

/// Somebody with profiles, and what comes to them.
struct Watcher {
    let database: TestDatabase
    let requester: Requester
    let always: Timeslot.ID

    var operations: Operations { database.operations }

    init(_ database: TestDatabase, _ name: String = "dora") async throws {
        self.database = database
        let user = try await database.operations.accounts.create(
            NewUser(username: name, email: "\(name)@example.org"), password: nil, by: .console
        ).performed().user
        requester = .sample(user: user)
        always = try await database.operations.timeslots.list(of: requester).first?.id ?? 0
    }

    /// A profile that tells of what a filter describes, by e-mail.
    @discardableResult
    func profile(
        _ name: String = "p", isActive: Bool = true, timeslot: Timeslot.ID? = nil,
        to destinations: [Destination.ID]? = nil, _ rules: ProfileRules = ProfileRules(),
        _ blob: (inout FilterBlob) -> Void = { $0.maxLevel = 5 }
    ) async throws -> NotificationProfile {
        var filter = NewFilter(name: "f-\(name)")
        blob(&filter.blob)
        var new = NotificationProfileChange()
        new.name = name
        new.timeslot = timeslot ?? always
        new.filters = [
            try await operations.filters.create(filter, by: requester).performed().id
        ]
        if let destinations {
            new.destinations = .these(destinations)
        } else {
            new.destinations = .these(
                try await operations.destinations.list(of: requester).map(\.id))
        }
        new.isActive = isActive
        new.rules = rules
        return try await operations.notificationProfiles.create(new, by: requester).performed()
            .profile
    }

    /// Says as the source of an incident how bad it is by now.
    func setLevel(_ level: Level, of incident: Incident.ID) async throws {
        var change = IncidentChange()
        change.level = level
        let changed = change
        _ = try await operations.incidents.change(
            incident, changed, by: database.cast.nav.requester)
    }

    /// Makes a filter public, or withdraws it.
    func show(_ filter: StoredFilter.ID, _ isPublic: Bool) async throws {
        _ = try await operations.filters.change(
            filter, FilterChange(isPublic: isPublic), by: requester)
    }

    /// Decides on everything that waits.
    func plan() async throws {
        while try await operations.notifications.plan(by: .server).events > 0 {}
    }

    /// Takes all that is due, and says what it is about: `type incident`.
    func take(
        _ outcome: DeliveryOutcome = .sent("ok"), besides media: [Medium] = []
    ) async throws -> [String] {
        try await plan()
        var all: [String] = []
        while true {
            let claimed = try await operations.notifications.claim(
                Dictionary(uniqueKeysWithValues: ([.email, .sms] + media).map { ($0, 100) }),
                by: .server)
            if claimed.isEmpty { return all }
            all += claimed.map { claimed in
                let more = claimed.notice.more.map { " +\($0.count)" } ?? ""
                let thread = claimed.notice.thread.map { " in \($0)" } ?? ""
                return "\(claimed.notice.event.event.type.rawValue) "
                    + "\(claimed.delivery.incident)\(more)\(thread)"
            }
            try await operations.notifications.settle(
                claimed.map { $0.settled(outcome, by: DeliveryRetries(), at: database.clock.now) },
                by: .server)
        }
    }

    /// The words of what was decided of the events of an incident, of the watcher's profiles.
    func verdicts(_ incident: Incident) async throws -> [[String]] {
        try await plan()
        return try await operations.notifications.explain(incident.id, by: requester).events.map {
            $0.profiles.map { $0.verdict?.word ?? "-" }
        }
    }

    /// What became of the messages about an incident: `state`, or `state reason`.
    func states(_ incident: Incident) async throws -> [String] {
        try await operations.notifications.deliveries(of: incident.id, by: requester).map {
            delivery in
            let reason = delivery.reason.map { " \($0.rawValue)" } ?? ""
            return delivery.state.rawValue + reason
        }
    }

    /// Takes all that is due, and says to whom it goes.
    func addresses() async throws -> [String] {
        try await claimed().map { String($0.destination.address.prefix { $0 != "@" }) }
    }

    /// Takes all that is due, and says for each message what it is about: `type incident`.
    func gathered(_ outcome: DeliveryOutcome = .sent("ok")) async throws -> [[String]] {
        try await claimed(outcome).map { claimed in
            let events =
                claimed.notice.gathered?.items.map(\.event.event) ?? [claimed.notice.event.event]
            return events.map { "\($0.type.rawValue) \($0.incident)" }
        }
    }

    private func claimed(_ outcome: DeliveryOutcome = .sent("ok")) async throws
        -> [ClaimedDelivery]
    {
        try await plan()
        var all: [ClaimedDelivery] = []
        while true {
            let claimed = try await operations.notifications.claim([.email: 100], by: .server)
            if claimed.isEmpty { return all }
            all += claimed
            try await operations.notifications.settle(
                claimed.map { $0.settled(outcome, by: DeliveryRetries(), at: database.clock.now) },
                by: .server)
        }
    }

    /// What was decided of the first event of an incident for the watcher's first profile.
    func sentence(_ incident: Incident) async throws -> String {
        try await plan()
        return try await operations.notifications.explain(incident.id, by: requester).events.first?
            .profiles.first?.sentence ?? ""
    }

    /// A team of watchers, the first of whom is on call for a week from now on.
    func team(_ name: String, of members: [Watcher]) async throws -> Team.ID {
        let time = Zone.utc.civilTime(at: database.clock.now)
        var new = TeamChange()
        (new.name, new.weekday, new.time, new.zone) = (name, time.weekday, TimeOfDay(time), .utc)
        new.members = try members.map { try $0.requester.user.id }
        return try await operations.teams.create(new, by: .console).performed().team.id
    }
}
