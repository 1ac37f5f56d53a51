import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

/// An operation that is not for everybody, and how to try it.
struct GuardedOperation: Sendable {
    /// Its type and function, as the source has them.
    let name: String
    /// What one must be allowed to do.
    let permission: Permission
    /// Who else is refused.
    let isFor: @Sendable (Requester) -> Bool
    /// Tries it; what it is about need not exist, since who asks is looked at first.
    let attempt: @Sendable (Operations, Requester) async throws -> Void

    private init<Value>(
        _ name: String, _ permission: Permission,
        isFor: @escaping @Sendable (Requester) -> Bool = { _ in true },
        _ attempt: @escaping @Sendable (Operations, Requester) async throws -> Value
    ) {
        (self.name, self.permission, self.isFor) = (name, permission, isFor)
        self.attempt = { _ = try await attempt($0, $1) }
    }

    /// How the operation has to refuse somebody; nil if it lets them in.
    func refusal(of requester: Requester) -> Refusal? {
        if requester.scope == .read {
            return .forbidden("This token may be used for reading only.")
        }
        return requester.may(permission) && isFor(requester) ? nil : .noPermission
    }

    static let all: [GuardedOperation] =
        accounts + tokens + sessions + sources + incidents + logs + filters + notifications
        + notifying + watching + teams + maintenance + moving

    private static let accounts: [GuardedOperation] = [
        Self("AccountOperations.create", .administerAccounts) {
            try await $0.accounts.create(NewUser(username: "x"), password: nil, by: $1)
        },
        Self("AccountOperations.change", .administerAccounts) {
            try await $0.accounts.change(999, UserChange(), by: $1)
        },
        Self("AccountOperations.changePassword", .changeOwn) {
            try await $0.accounts.changePassword(from: "x", to: "y", by: $1)
        },
        Self("AccountOperations.setPassword", .administerAccounts) {
            try await $0.accounts.setPassword("x", of: "nobody", by: $1)
        },
        Self("AccountOperations.grant", .administerAccounts) {
            try await $0.accounts.grant(UserChange(), to: "nobody", by: $1)
        },
        Self("AccountOperations.delete", .administerAccounts) {
            try await $0.accounts.delete(999, by: $1)
        },
        Self("AccountOperations.forgetExpired", .keepHouse) {
            try await $0.accounts.forgetExpired(by: $1)
        },
    ]

    private static let tokens: [GuardedOperation] = [
        Self("TokenOperations.issue", .administerAccounts) {
            try await $0.tokens.issue(to: "nobody", by: $1)
        },
        Self("TokenOperations.create", .changeOwn) {
            try await $0.tokens.create(NewToken(), of: nil, by: $1)
        },
        Self("TokenOperations.revoke", .changeOwn) { try await $0.tokens.revoke(999, by: $1) },
        Self("TokenOperations.logIn", .changeOwn) { try await $0.tokens.logIn(by: $1) },
        Self("TokenOperations.createForAccount", .changeOwn) {
            try await $0.tokens.createForAccount(by: $1)
        },
        Self("TokenOperations.refresh", .changeOwn) { try await $0.tokens.refresh(by: $1) },
        Self("TokenOperations.logOut", .changeOwn) { try await $0.tokens.logOut(by: $1) },
        Self("TokenOperations.logOutEverywhere", .changeOwn) {
            try await $0.tokens.logOutEverywhere(by: $1)
        },
    ]

    private static let sessions: [GuardedOperation] = [
        Self("SessionOperations.begin", .changeOwn) { try await $0.sessions.begin(by: $1) },
        Self("SessionOperations.end", .changeOwn) {
            try await $0.sessions.end(Secret("x"), by: $1)
        },
        Self("SessionOperations.end", .changeOwn) {
            try await $0.sessions.end(id: "x", by: $1)
        },
        Self("PreferenceOperations.change", .changeOwn) {
            try await $0.preferences.change("x", by: $1) { _ in "{}" }
        },
        Self("PreferenceOperations.delete", .changeOwn) {
            try await $0.preferences.delete("x", by: $1)
        },
    ]

    private static let sources: [GuardedOperation] = [
        Self("SourceSystemOperations.create", .administerSources) {
            try await $0.sources.create(NewSourceSystem(name: "x", type: "nav"), by: $1)
        },
        Self("SourceSystemOperations.createWithToken", .administerSources) {
            try await $0.sources.createWithToken(NewSourceSystem(name: "y", type: "nav"), by: $1)
        },
        Self("SourceSystemOperations.overview", .administerSources) {
            try await $0.sources.overview(by: $1)
        },
        Self("SourceSystemOperations.change", .administerSources) {
            try await $0.sources.change(999, SourceSystemChange(), by: $1)
        },
        Self("SourceSystemOperations.rotateToken", .administerSources) {
            try await $0.sources.rotateToken(of: 999, revokingOthers: true, by: $1)
        },
        Self("SourceSystemOperations.actor", .administerSources) {
            try await $0.sources.actor(for: 999, by: $1)
        },
        Self("SourceSystemOperations.delete", .administerSources) {
            try await $0.sources.delete(999, by: $1)
        },
        Self("SourceSystemOperations.heartbeat", .act, isFor: \.isSource) {
            try await $0.sources.heartbeat(by: $1)
        },
        Self("SourceSystemOperations.createType", .act) {
            try await $0.sources.createType("x", by: $1)
        },
        Self("SourceSystemOperations.deleteType", .administerSources) {
            try await $0.sources.deleteType("x", by: $1)
        },
    ]

    private static let incidents: [GuardedOperation] = [
        Self("IncidentOperations.create", .act) {
            try await $0.incidents.create(.sample(), source: .own, by: $1)
        },
        Self("IncidentOperations.post", .act) {
            try await $0.incidents.post(.sample(), to: 999, by: $1)
        },
        Self("IncidentOperations.change", .act) {
            try await $0.incidents.change(999, IncidentChange(), by: $1)
        },
        Self("IncidentOperations.carryOut", .act) {
            try await $0.incidents.carryOut([], source: .own, by: $1)
        },
        Self("IncidentOperations.replaceOpen", .act) {
            try await $0.incidents.replaceOpen(
                by: IncidentSnapshot([]), isRehearsal: false, confirmation: .none, by: $1)
        },
        Self("IncidentOperations.ticket", .act) {
            try await $0.incidents.ticket(of: 999, by: $1)
        },
        Self("IncidentOperations.delete", .act) { try await $0.incidents.delete(999, by: $1) },
        Self("IncidentOperations.settle", .keepHouse) { try await $0.incidents.settle(by: $1) },
        Self("IncidentOperations.expire", .keepHouse) {
            try await $0.incidents.expire(hearing: .sample, by: $1)
        },
        Self("IncidentOperations.renewStatistics", .keepHouse) {
            try await $0.incidents.renewStatistics(by: $1)
        },
        Self("IncidentOperations.forgetAnswers", .keepHouse) {
            try await $0.incidents.forgetAnswers(by: $1)
        },
        Self("BulkOperations.acknowledge", .act) {
            try await $0.bulk.acknowledge([999], with: .sample(), by: $1)
        },
        Self("BulkOperations.post", .act) {
            try await $0.bulk.post({ _ in .sample() }, to: [999], by: $1)
        },
        Self("BulkOperations.link", .act) { try await $0.bulk.link("x", to: [999], by: $1) },
        Self("BulkOperations.act", .act) {
            try await $0.bulk.act(.close(""), on: .these([999]), by: $1)
        },
        Self("BulkOperations.undo", .act) { try await $0.bulk.undo("x", by: $1) },
        Self("TagOperations.add", .act) { try await $0.tags.add(["a=1"], to: 999, by: $1) },
        Self("TagOperations.remove", .act) { try await $0.tags.remove("a=1", from: 999, by: $1) },
    ]

    private static let logs: [GuardedOperation] = [
        Self("LogOperations.acknowledge", .act) {
            try await $0.log.acknowledge(999, with: .sample(), by: $1)
        },
        Self("LogOperations.expire", .act) {
            try await $0.log.expire(999, of: 999, at: nil, by: $1)
        },
        Self("ChangeOperations.forget", .keepHouse) { try await $0.changes.forget(by: $1) },
    ]

    private static let filters: [GuardedOperation] = [
        Self("FilterOperations.create", .act) {
            try await $0.filters.create(NewFilter(name: "x"), by: $1)
        },
        Self("FilterOperations.change", .act) {
            try await $0.filters.change(999, FilterChange(), by: $1)
        },
        Self("FilterOperations.delete", .act) { try await $0.filters.delete(999, by: $1) },
    ]

    private static let notifying: [GuardedOperation] = [
        Self("NotificationOperations.plan", .keepHouse) {
            try await $0.notifications.plan(by: $1)
        },
        Self("NotificationOperations.claim", .keepHouse) {
            try await $0.notifications.claim([:], by: $1)
        },
        Self("NotificationOperations.settle", .keepHouse) {
            try await $0.notifications.settle([], by: $1)
        },
        Self("NotificationOperations.followClock", .keepHouse) {
            _ = try await $0.notifications.followClock(by: $1)
        },
        Self("NotificationOperations.release", .keepHouse) {
            try await $0.notifications.release([], by: $1)
        },
        Self("NotificationOperations.resend", .act) {
            try await $0.notifications.resend(999, nil, by: $1)
        },
        Self("NotificationOperations.tellOfMaintenance", .keepHouse) {
            try await $0.notifications.tellOfMaintenance(by: $1)
        },
        Self("NotificationOperations.sendTest", .act) {
            try await $0.notifications.sendTest(to: 999, by: $1)
        },
        Self("NotificationOperations.forget", .keepHouse) {
            try await $0.notifications.forget(by: $1)
        },
    ]

    private static let watching: [GuardedOperation] = [
        Self("WatchOperations.look", .keepHouse) {
            try await $0.watch.look(hearing: .sample, by: $1)
        }
    ]

    private static let notifications: [GuardedOperation] = [
        Self("TimeslotOperations.create", .act) {
            try await $0.timeslots.create(NewTimeslot(name: "x", recurrences: []), by: $1)
        },
        Self("TimeslotOperations.change", .act) {
            try await $0.timeslots.change(999, TimeslotChange(), by: $1)
        },
        Self("TimeslotOperations.delete", .act) { try await $0.timeslots.delete(999, by: $1) },
        Self("HolidayOperations.change", .act) {
            try await $0.holidays.change(HolidaysChange(), by: $1)
        },
        Self("DestinationOperations.create", .act) {
            try await $0.destinations.create(NewDestination(managedFor: "x@example.org"), by: $1)
        },
        Self("DestinationOperations.list", .administerAccounts) {
            try await $0.destinations.list(ofAccount: "nobody", by: $1)
        },
        Self("DestinationOperations.change", .act) {
            try await $0.destinations.change(999, by: $1) { _ in DestinationChange() }
        },
        Self("DestinationOperations.delete", .act) {
            try await $0.destinations.delete(999, by: $1)
        },
        Self("NotificationProfileOperations.create", .act) {
            try await $0.notificationProfiles.create(unknownTimeslot, by: $1)
        },
        Self("NotificationProfileOperations.change", .act) {
            try await $0.notificationProfiles.change(999, NotificationProfileChange(), by: $1)
        },
        Self("NotificationProfileOperations.delete", .act) {
            try await $0.notificationProfiles.delete(999, by: $1)
        },
    ]

    private static let unknownTimeslot = {
        var change = NotificationProfileChange()
        change.timeslot = 999
        return change
    }()

    private static let teams: [GuardedOperation] = [
        Self("TeamOperations.create", .administerTeams) {
            try await $0.teams.create(TeamChange(), by: $1)
        },
        Self("TeamOperations.change", .administerTeams) {
            try await $0.teams.change(999, TeamChange(), by: $1)
        },
        Self("TeamOperations.delete", .administerTeams) {
            try await $0.teams.delete(999, by: $1)
        },
        Self("TeamOperations.override", .act) {
            let new = try NewTeamOverride(user: 1, start: nil, end: .sample)
            return try await $0.teams.override(999, new, by: $1)
        },
        Self("TeamOperations.delete", .act) {
            try await $0.teams.delete(999, of: 999, by: $1)
        },
    ]

    private static let maintenance: [GuardedOperation] = [
        Self("PlannedMaintenanceOperations.create", .planMaintenance) {
            try await $0.plannedMaintenance.create(
                startTime: nil, endTime: .infinity, description: "", filters: [], by: $1)
        },
        Self("PlannedMaintenanceOperations.change", .planMaintenance) {
            try await $0.plannedMaintenance.change(999, PlannedMaintenanceChange(), by: $1)
        },
        Self("PlannedMaintenanceOperations.stop", .planMaintenance) {
            try await $0.plannedMaintenance.stop(999, by: $1)
        },
        Self("PlannedMaintenanceOperations.delete", .planMaintenance) {
            try await $0.plannedMaintenance.delete(999, by: $1)
        },
        Self("PlannedMaintenanceOperations.silence", .planMaintenance) {
            try await $0.plannedMaintenance.silence(
                .nothing, startTime: .sample, endTime: .infinity, description: "", by: $1)
        },
        Self("PlannedMaintenanceOperations.end", .planMaintenance) {
            try await $0.plannedMaintenance.end(999, by: $1)
        },
    ]

    private static let moving: [GuardedOperation] = [
        Self("DataMove.run", .moveData) { _, requester in
            try await EmptyDatabase.with { source in
                try await EmptyDatabase.with { target in
                    try await source.open { source in
                        try await target.open { target in
                            try await DataMove(from: source, named: "x", to: target)
                                .run(by: requester)
                        }
                    }
                }
            }
        }
    ]
}
