import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Escalating` {
    /// Dora's mail first, then ella's team after 10 minutes, fred's after 5 more, and dora again.
    private struct Chain {
        let dora: Watcher
        let ella: Watcher
        let fred: Watcher
        let first: Team.ID

        init(_ database: TestDatabase) async throws {
            dora = try await Watcher(database)
            ella = try await Watcher(database, "ella")
            fred = try await Watcher(database, "fred")
            first = try await ella.team("first", of: [ella, fred])
            let second = try await fred.team("second", of: [fred])
            let own = try await database.operations.destinations.list(of: dora.requester)
            var rules = ProfileRules()
            rules.escalation = [
                EscalationLevel(after: .seconds(600), teams: [first]),
                EscalationLevel(after: .seconds(300), teams: [second]),
                EscalationLevel(after: .seconds(300), destinations: own.map(\.id)),
            ]
            try await dora.profile("p", rules)
        }
    }

    @Test func `tells the next in line until nobody is left`() async throws {
        try await TestDatabase.with { database in
            let chain = try await Chain(database)
            let incident = try await database.create(.sample())
            #expect(try await chain.dora.addresses() == ["dora"])
            database.clock.advance(by: .seconds(599))
            #expect(try await chain.dora.addresses() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await chain.dora.addresses() == ["ella"])
            database.clock.advance(by: .seconds(300))
            #expect(try await chain.dora.addresses() == ["fred"])
            database.clock.advance(by: .seconds(300))
            #expect(try await chain.dora.addresses() == ["dora"])
            database.clock.advance(by: .seconds(86_400))
            #expect(try await chain.dora.addresses() == [])

            let sentence = try await chain.dora.sentence(incident)
            #expect(sentence.hasPrefix("It is told."))
            #expect(
                sentence.contains(
                    "ella, level 1 of the escalation, on call in team \"first\", was told by it"))
            #expect(sentence.hasSuffix("The escalation has gone through all levels."))
        }
    }

    @Test func `stops when somebody acknowledges`() async throws {
        try await TestDatabase.with { database in
            let chain = try await Chain(database)
            let incident = try await database.create(.sample())
            _ = try await chain.dora.addresses()
            database.clock.advance(by: .seconds(600))
            #expect(try await chain.dora.addresses() == ["ella"])
            _ = try await database.operations.log.acknowledge(
                incident.id, with: try .sample(), by: database.cast.bob.requester)
            #expect(Set(try await chain.dora.addresses()) == ["dora", "ella"])
            database.clock.advance(by: .seconds(86_400))

            #expect(try await chain.dora.addresses() == [])
            #expect(
                try await chain.dora.sentence(incident).hasSuffix(
                    "The escalation ended before level 2, since somebody had acknowledged."))
        }
    }

    @Test func `stops at the close, and tells those of it who know that it began`() async throws {
        try await TestDatabase.with { database in
            let chain = try await Chain(database)
            let incident = try await database.create(.sample())
            _ = try await chain.dora.addresses()
            database.clock.advance(by: .seconds(600))
            #expect(try await chain.dora.addresses() == ["ella"])
            try await database.post(
                .sample(.end), to: incident.id, by: database.cast.nav.requester)
            #expect(Set(try await chain.dora.addresses()) == ["dora", "ella"])
            database.clock.advance(by: .seconds(86_400))
            #expect(try await chain.dora.addresses() == [])
            #expect(
                try await chain.ella.states(incident) == ["sent", "sent"])
            #expect(
                try await chain.dora.sentence(incident).hasSuffix(
                    "The escalation ended before level 2, since the incident was over."))
        }
    }

    @Test func `tells whoever is on call by then, and skips who is not active`() async throws {
        try await TestDatabase.with { database in
            let chain = try await Chain(database)
            let incident = try await database.create(.sample())
            _ = try await chain.dora.addresses()
            var change = UserChange()
            change.isActive = false
            _ = try await database.operations.accounts.change(
                chain.ella.requester.user.id, change, by: .console)
            database.clock.advance(by: .seconds(600))

            #expect(try await chain.dora.addresses() == ["fred"])
            #expect(
                try await chain.dora.sentence(incident).contains(
                    "on call in team \"first\" instead of ella, whose account is not active"))
        }
    }

    @Test func `is done once by several servers`() async throws {
        try await TestDatabase.with { database in
            let chain = try await Chain(database)
            _ = try await database.create(.sample())
            _ = try await chain.dora.addresses()
            database.clock.advance(by: .seconds(600))
            let counts = try await database.reopened { other in
                let there = try await other.notifications.claim([.email: 9], by: .server)
                let here = try await database.operations.notifications.claim(
                    [.email: 9], by: .server)
                return [there.count, here.count]
            }
            #expect(counts == [1, 0])
        }
    }

    @Test func `waits for no message that is only due later`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.repeatAfter = .seconds(3600)
            try await dora.profile("p", rules)
            let incident = try await database.create(.sample())
            #expect(try await dora.take() == ["STA \(incident.id)"])
            try await database.post(
                .sample(.end), to: incident.id, by: database.cast.nav.requester)
            #expect(try await dora.take() == ["END \(incident.id)"])
        }
    }
}

@Suite struct `Being on call` {
    @Test func `has one told by profiles that name the team`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let team = try await dora.team("net", of: [ella, dora])
            var rules = ProfileRules()
            rules.teams = [team]
            try await dora.profile("p", to: [], rules)
            let incident = try await database.create(.sample())
            #expect(try await dora.addresses() == ["ella"])
            let delivery = try await database.operations.notifications.explain(
                incident.id, by: ella.requester
            ).events[0].deliveries[0]
            #expect(
                delivery.sentence(in: .utc).hasPrefix(
                    "Sent by Email to ella@example.org, on call in team \"net\", at "))

            database.clock.advance(by: .seconds(7 * 86_400))
            _ = try await database.create(.sample())
            #expect(try await dora.addresses() == ["dora"])
        }
    }

    @Test func `is said of nobody where nobody can be reached`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let team = try await dora.team("net", of: [])
            var rules = ProfileRules()
            rules.teams = [team]
            try await dora.profile("p", to: [], rules)
            let incident = try await database.create(.sample())

            #expect(try await dora.verdicts(incident) == [["nobody_on_call"]])
            #expect(
                try await dora.sentence(incident)
                    == "Nobody is on call in the team \"net\" who could be reached.")
        }
    }

    @Test func `ends with an override, which whoever is in the team may make`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let teams = database.operations.teams
            let team = try await dora.team("net", of: [ella])
            let new = try NewTeamOverride(
                user: dora.requester.user.id, start: nil, end: .sample(3600))
            await #expect(throws: Refusal.noPermission) {
                _ = try await teams.override(team, new, by: dora.requester)
            }
            let made = try await teams.override(team, new, by: ella.requester).performed()
            #expect(try made.onCall.user == dora.requester.user.id)
            try await teams.delete(made.team.overrides[0].id, of: team, by: ella.requester)
            #expect(try await teams.find(team).onCall.user == ella.requester.user.id)
        }
    }

    @Test func `cannot be taken away while a profile counts on it`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let team = try await dora.team("net", of: [dora])
            var rules = ProfileRules()
            rules.escalation = [EscalationLevel(after: .seconds(60), teams: [team])]
            let profile = try await dora.profile("p", rules)
            let teams = database.operations.teams
            await #expect(throws: Refusal.because(.inUse(.team, by: .profilesOf("dora")))) {
                try await teams.delete(team, by: .console)
            }
            try await database.operations.notificationProfiles.delete(
                profile.id, by: dora.requester)
            try await teams.delete(team, by: .console)
            #expect(try await teams.list().isEmpty)
        }
    }

    @Test func `can be taken away when only profiles of who has left count on it`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let teams = database.operations.teams
            let team = try await ella.team("net", of: [ella])
            var rules = ProfileRules()
            rules.teams = [team]
            rules.escalation = [EscalationLevel(after: .seconds(60), teams: [team])]
            try await dora.profile("p", rules)
            var change = UserChange()
            change.isActive = false
            _ = try await database.operations.accounts.change(
                dora.requester.user.id, change, by: .console)
            try await teams.delete(team, by: .console)

            let left = try await database.operations.notificationProfiles.list(of: dora.requester)
            #expect(left.map(\.profile.rules) == [ProfileRules()])
        }
    }
}
