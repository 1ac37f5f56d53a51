import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `People whom nothing reaches` {
    @Test func `are those without a profile that leads somewhere`() async throws {
        try await TestDatabase.with { database in
            func watcher(_ name: String) async throws -> Watcher {
                try await Watcher(database, name)
            }
            try await watcher("reached").profile()
            _ = try await watcher("no-profile")
            try await watcher("not-active").profile(isActive: false)
            try await watcher("nowhere").profile(to: [])
            let bare = try await watcher("no-filter")
            let profile = try await bare.profile()
            _ = try await database.operations.notificationProfiles.change(
                profile.id, .withoutFilters, by: bare.requester)
            let left = try await watcher("left")
            try await bare.show(profile.filters[0], true)
            var change = NotificationProfileChange()
            change.filters = profile.filters
            let shared = change
            _ = try await database.operations.notificationProfiles.change(
                try await left.profile().id, shared, by: left.requester)
            try await bare.show(profile.filters[0], false)
            let homeless = try await watcher("homeless")
            try await homeless.profile(to: [])
            _ = try await database.driver.write { connection in
                try connection.execute(
                    """
                    DELETE FROM destination
                    WHERE account_id = \(homeless.requester.user.id.rawValue)
                    """)
            }
            let called = try await watcher("called")
            var rules = ProfileRules()
            rules.teams = [try await called.team("net", of: [called])]
            try await watcher("caller").profile("p", rules)
            let gone = try await watcher("gone")
            _ = try await database.operations.accounts.change(
                gone.requester.user.id, UserChange(isActive: false), by: .console)

            #expect(
                try await database.unreachable() == [
                    "alice no_profile", "bob no_profile", "charlie no_profile",
                    "homeless no_destination", "left no_filter", "no-filter no_filter",
                    "no-profile no_profile",
                    "not-active no_active_profile", "nowhere profile_without_destination",
                ])
        }
    }

    @Test func `are those who stepped in once, and those whose profiles are paused`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let fred = try await Watcher(database, "fred")
            let team = try await dora.team("net", of: [dora])
            var rules = ProfileRules()
            rules.teams = [team]
            try await dora.profile("p", rules)
            _ = try await database.operations.teams.override(
                team,
                NewTeamOverride(
                    user: ella.requester.user.id, start: nil,
                    end: database.clock.now + .seconds(60)), by: .console)
            rules.pausedUntil = database.clock.now + .seconds(120)
            rules.teams = [try await fred.team("paused", of: [fred])]
            try await fred.profile("p", rules)
            func found() async throws -> [String] {
                try await database.unreachable().filter {
                    ["dora", "ella", "fred"].contains($0.prefix(4))
                }
            }

            #expect(try await found() == ["fred paused"])
            database.clock.advance(by: .seconds(60))
            #expect(try await found() == ["ella no_profile", "fred paused"])
            database.clock.advance(by: .seconds(60))
            #expect(try await found() == ["ella no_profile"])
        }
    }

    @Test func `are those at whose destinations nothing arrives`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            _ = try await database.create(.sample())
            _ = try await dora.take(.failed(.address, "550 who?"))
            let found = try await database.operations.notifications.unreachable(by: .console)
                .first { $0.user.username == "dora" }
            #expect(found?.reason == .failing)
            #expect(
                found?.sentence == "The last messages to all destinations did not arrive. "
                    + "dora@example.org: the other side does not know the address (550 who?).")

            _ = try await dora.operations.notifications.resend(
                nil, .address, by: dora.requester)
            _ = try await dora.take()
            let left = try await database.unreachable()
            #expect(!left.contains { $0.hasPrefix("dora") })
        }
    }

    @Test func `are those by whose media this server cannot send`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            _ = try await database.create(.sample())
            try await dora.plan()
            _ = try await dora.operations.notifications.claim([.sms: 1], by: .server)

            #expect(try await database.unreachable().contains("dora not_configured"))
        }
    }

    @Test func `are told to the staff only`() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.noPermission) {
                try await database.operations.notifications.unreachable(
                    by: database.cast.bob.requester)
            }
            let seen = try await database.operations.notifications.unreachable(
                by: database.cast.charlie.requester)
            #expect(!seen.isEmpty)
        }
    }
}

extension TestDatabase {
    fileprivate func unreachable() async throws -> [String] {
        try await operations.notifications.unreachable(by: .console).map {
            "\($0.user.username) \($0.reason.rawValue)"
        }
    }
}

extension NotificationProfileChange {
    fileprivate static var withoutFilters: Self {
        var change = Self()
        change.filters = []
        return change
    }
}
