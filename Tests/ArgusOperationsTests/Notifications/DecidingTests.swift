import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Deciding who is told` {
    @Test func `tells of what the filter describes, once for a destination`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile("a")
            try await dora.profile("b")
            let incident = try await database.create(.sample())

            #expect(try await dora.take() == ["STA \(incident.id)"])
            #expect(try await dora.verdicts(incident) == [["told", "told"]])
            #expect(try await dora.states(incident) == ["sent"])
            #expect(try await dora.take() == [])
        }
    }

    @Test func `says why not`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let never = try await dora.operations.timeslots.create(
                NewTimeslot(name: "never", recurrences: []), by: dora.requester
            ).performed()
            var paused = ProfileRules()
            paused.pausedUntil = .sample(60)
            var raised = ProfileRules()
            raised.kinds = [.raised]
            try await dora.profile("inactive", isActive: false)
            try await dora.profile("filter") { $0.maxLevel = 2 }
            try await dora.profile("timeslot", timeslot: never.id)
            try await dora.profile("type") { $0.eventTypes = [.end] }
            try await dora.profile("nowhere", to: [])
            try await dora.profile("paused", paused)
            try await dora.profile("kind", raised)
            let incident = try await database.create(.sample())

            #expect(
                try await dora.verdicts(incident) == [
                    [
                        "profile_inactive", "filter", "timeslot", "event_type", "no_destination",
                        "paused", "kind",
                    ]
                ])
            let sentences = try await dora.operations.notifications.explain(
                incident.id, by: dora.requester
            ).events[0].profiles.map(\.sentence)
            #expect(
                sentences.prefix(4) == [
                    "The profile is not active.",
                    "Filter \"f-filter\" does not hold: \"level<=2\" is not so.",
                    "It happened outside the timeslot \"never\".",
                    "None of the filters is about events of this type.",
                ])
            #expect(try await dora.take() == [])
        }
    }

    @Test func `judges an incident as it was, however late that is`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile("open") { $0.open = true }
            try await dora.profile("acked") { $0.acked = true }
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample())
            _ = try await database.operations.log.acknowledge(
                incident.id, with: try .sample(), by: database.cast.bob.requester)
            try await database.post(.sample(.end), to: incident.id, by: nav)

            #expect(
                try await dora.verdicts(incident) == [
                    ["told", "filter"], ["told", "told"], ["filter", "told"],
                ])
        }
    }

    @Test func `passes over what the server notes, unless it is asked for`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.kinds = [.raised, .ticket]
            try await dora.profile("usual")
            try await dora.profile("raised", rules)
            let incident = try await database.create(.sample(level: .low))
            for level in [Level.critical, .moderate] {
                try await dora.setLevel(level, of: incident.id)
            }

            #expect(
                try await dora.verdicts(incident) == [
                    ["told", "kind"], ["noted", "told"], ["noted", "kind"],
                ])
        }
    }

    @Test func `keeps still during planned maintenance, by when it happened`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let staff = database.cast.charlie.requester
            var filter = NewFilter(name: "m")
            filter.blob.maxLevel = 5
            let stored = try await dora.operations.filters.create(filter, by: staff).performed()
            _ = try await dora.operations.plannedMaintenance.create(
                startTime: .sample(-60), endTime: .sample(60), description: "",
                filters: [stored.id], by: staff)
            let during = try await database.create(.sample())
            let before = try await database.create(.sample(startTime: .sample(-61)))

            #expect(try await dora.verdicts(during) == [["maintenance"]])
            #expect(try await dora.verdicts(before) == [["told"]])
        }
    }

    @Test func `sees at once that rules have changed, also elsewhere`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let profile = try await dora.profile()
            #expect(try await dora.verdicts(try await database.create(.sample())) == [["told"]])
            try await database.reopened { other in
                let off = NotificationProfileChange(isActive: false)
                _ = try await other.notificationProfiles.change(
                    profile.id, off, by: dora.requester)
            }
            let after = try await database.create(.sample())

            #expect(try await dora.verdicts(after) == [["profile_inactive"]])
        }
    }

    @Test func `tells what follows only where the opening was told, and then for sure`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.followsUp = true
            try await dora.profile("p", rules) { $0.maxLevel = 2 }
            let nav = database.cast.nav.requester
            let told = try await database.create(.sample(level: .critical))
            let silent = try await database.create(.sample(level: .low))
            for (id, level) in [(told.id, Level.low), (silent.id, .critical)] {
                try await dora.setLevel(level, of: id)
                try await database.post(.sample(.end), to: id, by: nav)
            }

            #expect(try await dora.take() == ["STA \(told.id)", "END \(told.id)"])
            #expect(
                try await dora.verdicts(silent) == [["filter"], ["noted"], ["opening_not_told"]])
        }
    }

    @Test func `is written down once by several servers`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            for _ in 0..<20 { _ = try await database.create(.sample()) }
            let counts = try await database.reopened { other in
                async let here = database.operations.notifications.plan(by: .server).deliveries
                async let there = other.notifications.plan(by: .server).deliveries
                return try await here + there
            }

            #expect(counts == 20)
            #expect(try await dora.take().count == 20)
        }
    }

    @Test func `tells nobody of what is older than may be`() async throws {
        try await EmptyDatabase.with(.tables) { empty in
            try await empty.open { driver in
                let clock = ManualClock()
                let operations = try await Operations.open(
                    driver, clock: clock.clock,
                    notifying: NotificationPolicy(oldest: .seconds(60))
                ).operations
                let rules = try await operations.notifications.rules()
                let event = NotifiableEvent(
                    Event(
                        id: 1, incident: 1, actor: 1, actorName: "nav", timestamp: .sample(-61),
                        received: .sample, type: .start, description: ""),
                    of: .sample(), source: .sample(), searchText: "")
                #expect(rules.plan(event, now: clock.now).verdicts == [.late: []])
            }
        }
    }
}

extension NotificationProfileChange {
    fileprivate init(isActive: Bool) {
        self.init()
        self.isActive = isActive
    }
}
