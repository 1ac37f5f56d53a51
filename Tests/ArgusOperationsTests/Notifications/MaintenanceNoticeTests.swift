import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `When planned maintenance ends` {
    /// Plans maintenance of all incidents, from a minute before the sample moment for an hour.
    @discardableResult
    private func plan(
        _ dora: Watcher, rule: String? = nil, maxLevel: Int64 = 5,
        warning: Duration? = nil, tellsOfOpen: Bool = true, start: Timestamp = .sample(-60),
        end: Timestamp = .sample(3600)
    ) async throws -> PlannedMaintenance.ID {
        let staff = dora.database.cast.charlie.requester
        var filter = NewFilter(name: "m \(start) \(maxLevel)")
        filter.blob.maxLevel = maxLevel
        let stored = try await dora.operations.filters.create(filter, by: staff).performed()
        let recurrence = try rule.map {
            MaintenanceRecurrence(try RecurrenceRule($0), in: .utc)
        }
        return try await dora.operations.plannedMaintenance.create(
            startTime: start, endTime: end, description: "new disks",
            filters: [stored.id], recurrence: recurrence,
            notices: MaintenanceNotices(warning: warning, tellsOfOpen: tellsOfOpen), by: staff
        ).performed().task.id
    }

    /// What is told by now, as `kind [incidents]`, the message sent.
    private func told(
        _ dora: Watcher, _ outcome: DeliveryOutcome = .sent("ok")
    ) async throws -> [String] {
        try await dora.plan()
        try await dora.operations.notifications.tellOfMaintenance(by: .server)
        let claimed = try await dora.operations.notifications.claim(
            [.email: 100, .sms: 100], by: .server)
        let now = dora.database.clock.now
        try await dora.operations.notifications.settle(
            claimed.map { $0.settled(outcome, by: DeliveryRetries(), at: now) }, by: .server)
        return claimed.map { claimed in
            let gathered = claimed.notice.gathered
            guard case .maintenance(let notice) = gathered?.reason else { return "-" }
            return "\(notice.kind.rawValue) \(gathered?.items.map(\.current.id) ?? [])"
        }
    }

    private func advance(_ dora: Watcher, to seconds: Double) {
        dora.database.clock.advance(by: Timestamp.sample(seconds) - dora.database.clock.now)
    }

    @Test func `one message tells what is still open, the worst first`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile("a") { $0.maxLevel = 4 }
            try await dora.profile("b") { $0.maxLevel = 4 }
            try await plan(dora)
            let bad = try await database.create(.sample(level: .moderate))
            let closed = try await database.create(.sample())
            let worst = try await database.create(.sample(level: .critical))
            _ = try await database.create(.sample(level: .information))
            try await database.post(.sample(.end), to: closed.id, by: database.cast.nav.requester)
            advance(dora, to: 3600)
            #expect(try await told(dora) == [])
            advance(dora, to: 3640)

            #expect(try await told(dora) == ["end [\(worst.id), \(bad.id)]"])
            #expect(try await told(dora) == [])
            #expect(try await dora.states(worst) == ["sent"])
            #expect(try await dora.states(bad) == ["sent"])
            #expect(try await dora.states(closed) == [])
        }
    }

    @Test func `an opening that is only learnt after that is told at once`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            advance(dora, to: 3640)
            #expect(try await told(dora) == [])

            let late = try await database.create(.sample(startTime: .sample(3500)))
            #expect(try await dora.take() == ["STA \(late.id)"])
            #expect(try await told(dora) == [])
        }
    }

    @Test func `a profile that follows up is told of no reopening that its filters leave out`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let nav = database.cast.nav.requester
            var rules = ProfileRules()
            rules.followsUp = true
            try await dora.profile("p", rules) { $0.maxLevel = 1 }
            let incident = try await database.create(
                .sample(startTime: .sample(-600), level: .moderate))
            try await dora.plan()
            try await database.post(.sample(.end), to: incident.id, by: nav)
            try await plan(dora)
            try await database.post(.sample(.restart), to: incident.id, by: nav)
            advance(dora, to: 3640)

            #expect(try await told(dora) == [])
        }
    }

    @Test func `windows without a gap are one`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(
                dora, rule: "FREQ=DAILY;COUNT=2", end: .sample(-60) + .seconds(86_400))
            let incident = try await database.create(.sample())
            advance(dora, to: 86_400)
            #expect(try await told(dora) == [])
            let late = try await database.create(.sample(startTime: .sample(600)))
            #expect(try await told(dora) == [])
            advance(dora, to: 2 * 86_400)
            #expect(try await told(dora) == ["end [\(incident.id), \(late.id)]"])
            #expect(try await told(dora) == [])
        }
    }

    @Test func `nobody is told who would not have been`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let never = try await dora.operations.timeslots.create(
                NewTimeslot(name: "never", recurrences: []), by: dora.requester
            ).performed()
            try await dora.profile("slot", timeslot: never.id)
            try await dora.profile("filter") { $0.maxLevel = 1 }
            try await plan(dora)
            let incident = try await database.create(.sample())
            advance(dora, to: 3640)

            #expect(try await told(dora) == [])
            let explained = try await dora.operations.notifications.explain(
                incident.id, by: dora.requester)
            #expect(
                explained.events[0].profiles.map(\.sentence) == [
                    "Planned maintenance 1 (new disks) covered it when it happened. At the end of "
                        + "maintenance 1: It happened outside the timeslot \"never\".",
                    "Planned maintenance 1 (new disks) covered it when it happened. At the end of "
                        + "maintenance 1: Filter \"f-filter\" does not hold: \"level<=1\" is not so.",
                ])
            #expect(!explained.isTold)
        }
    }

    @Test func `it is explained who was told`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            let incident = try await database.create(.sample())
            advance(dora, to: 3640)
            _ = try await told(dora)
            let explained = try await dora.operations.notifications.explain(
                incident.id, by: dora.requester)

            #expect(explained.isTold)
            #expect(explained.events[0].profiles[0].sentence.hasSuffix("1: It is told."))
            let sentence = explained.events[0].deliveries.first?.sentence(in: .utc)
            #expect(sentence?.contains("in a message about planned maintenance") == true)
        }
    }

    @Test func `nothing is told unless it is asked for, and nothing of what was told before`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let before = try await database.create(.sample(startTime: .sample(-600)))
            #expect(try await dora.take() == ["STA \(before.id)"])
            let task = try await plan(dora, tellsOfOpen: false)
            let during = try await database.create(.sample())
            advance(dora, to: 3640)
            #expect(try await told(dora) == [])

            var change = PlannedMaintenanceChange()
            change.notices.tellsOfOpen = true
            let asked = change
            _ = try await dora.operations.plannedMaintenance.change(
                task, asked, by: database.cast.charlie.requester)
            #expect(try await told(dora) == ["end [\(during.id)]"])
        }
    }

    @Test func `a warning comes before, and does not stand for the end`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora, warning: .seconds(600))
            let incident = try await database.create(.sample())
            advance(dora, to: 2999)
            #expect(try await told(dora) == [])
            advance(dora, to: 3000)
            #expect(try await told(dora) == ["warning [\(incident.id)]"])
            advance(dora, to: 3300)
            #expect(try await told(dora) == [])
            advance(dora, to: 3640)

            #expect(try await told(dora) == ["end [\(incident.id)]"])
            #expect(try await dora.states(incident) == ["sent", "sent"])
        }
    }

    @Test func `what comes again tells of each window, and of an incident once`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora, rule: "FREQ=DAILY")
            let first = try await database.create(.sample())
            advance(dora, to: 3640)
            #expect(try await told(dora) == ["end [\(first.id)]"])
            let between = try await database.create(.sample(startTime: .sample(3650)))
            #expect(try await dora.take() == ["STA \(between.id)"])
            advance(dora, to: 86_400)
            let second = try await database.create(.sample(startTime: .sample(86_400)))
            #expect(try await dora.verdicts(second) == [["maintenance"]])
            advance(dora, to: 86_400 + 3640)

            #expect(try await told(dora) == ["end [\(second.id)]"])
        }
    }

    @Test func `servers that begin again, and others, tell nothing twice`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            let incident = try await database.create(.sample())
            try await dora.plan()
            advance(dora, to: 3640)
            try await database.reopened { other in
                async let one = other.notifications.tellOfMaintenance(by: .server)
                async let two = dora.operations.notifications.tellOfMaintenance(by: .server)
                let count = try await one + two
                #expect(count == 1)
            }
            try await database.reopened { other in
                let count = try await other.notifications.tellOfMaintenance(by: .server)
                #expect(count == 0)
            }

            #expect(try await told(dora) == ["end [\(incident.id)]"])
        }
    }

    @Test func `a server that was away tells it later, but not days later`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            let incident = try await database.create(.sample())
            advance(dora, to: 3600 + 80_000)
            #expect(try await told(dora) == ["end [\(incident.id)]"])

            try await plan(dora, start: .sample(100_000), end: .sample(100_600))
            advance(dora, to: 100_000)
            _ = try await database.create(.sample(startTime: .sample(100_000)))
            try await dora.plan()
            advance(dora, to: 300_000)
            #expect(try await told(dora) == [])
        }
    }

    @Test func `what is over before the message is sent is not in it`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.kinds = [.opened]
            try await dora.profile("p", rules)
            try await plan(dora)
            let (one, two) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            advance(dora, to: 3640)
            let later = DeliveryOutcome.retry(.unreachable, "no")
            #expect(try await told(dora, later) == ["end [\(one.id), \(two.id)]"])
            let nav = database.cast.nav.requester
            try await database.post(.sample(.end), to: two.id, by: nav)
            advance(dora, to: 3700)
            #expect(try await told(dora, later) == ["end [\(one.id)]"])
            #expect(try await dora.states(two) == ["dropped closed"])
            try await database.post(.sample(.end), to: one.id, by: nav)
            advance(dora, to: 3800)

            #expect(try await told(dora) == [])
            #expect(try await dora.states(one) == ["dropped closed"])
        }
    }

    @Test func `a message that failed can be sent again with all that it told`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            let (one, two) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            advance(dora, to: 3640)
            _ = try await told(dora, .failed(.refused, "no"))
            #expect(try await dora.states(two) == ["failed refused"])
            let carried = try await dora.operations.notifications.deliveries(
                of: two.id, by: dora.requester)
            let count = try await dora.operations.notifications.resend(
                carried.first?.id, nil, by: dora.requester)

            #expect(count == 2)
            #expect(try await told(dora) == ["end [\(one.id), \(two.id)]"])
        }
    }

    @Test func `other maintenance that goes on keeps still, and tells at its own end`() async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await plan(dora)
            try await plan(dora, start: .sample(1800), end: .sample(7200))
            let incident = try await database.create(.sample())
            advance(dora, to: 3640)
            #expect(try await told(dora) == [])
            advance(dora, to: 7240)

            #expect(try await told(dora) == ["end [\(incident.id)]"])
        }
    }

    @Test func `what follows an opening that was told at the end is told`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.followsUp = true
            try await dora.profile("p", rules)
            try await plan(dora)
            let incident = try await database.create(.sample())
            advance(dora, to: 3640)
            _ = try await told(dora)
            try await database.post(
                .sample(.end, timestamp: .sample(3700)), to: incident.id,
                by: database.cast.nav.requester)

            #expect(try await dora.take() == ["END \(incident.id)"])
        }
    }
}

@Suite struct `Timeslots and messages` {
    @Test func `are in the zone that somebody has chosen, or else in that of the site`()
        async throws
    {
        try await TestDatabase.with { database in
            let (dora, eve) = (try await Watcher(database), try await Watcher(database, "eve"))
            // The sample moment is 15:06:40 in UTC, and already the next day in Auckland.
            try await dora.operations.preferences.change("argus_htmx", by: dora.requester) { _ in
                #"{"time_zone":"Asia/Kolkata"}"#
            }
            for watcher in [dora, eve] {
                let slot = try await watcher.operations.timeslots.create(
                    NewTimeslot(
                        name: "evening",
                        recurrences: [
                            TimeRecurrence(
                                days: [7], from: TimeOfDay(microseconds: 20 * 3_600_000_000),
                                until: TimeOfDay(microseconds: 21 * 3_600_000_000))
                        ]), by: watcher.requester
                ).performed()
                try await watcher.profile(timeslot: slot.id)
            }
            let incident = try await database.create(.sample())

            #expect(try await dora.verdicts(incident) == [["told"]])
            #expect(try await eve.verdicts(incident) == [["timeslot"]])
            let claimed = try await dora.operations.notifications.claim([.email: 10], by: .server)
            #expect(claimed.map(\.notice.zone.name) == ["Asia/Kolkata"])
            try await dora.operations.preferences.delete("argus_htmx", by: dora.requester)
            let after = try await database.create(.sample())
            #expect(try await dora.verdicts(after) == [["timeslot"]])
        }
    }

    @Test func `leave out holidays, with the name of the day`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let row = TimeRecurrence(
                days: Array(1...7), from: .midnight, until: .lastOfDay, holidays: .except)
            let slot = try await dora.operations.timeslots.create(
                NewTimeslot(name: "office", recurrences: [row]), by: dora.requester
            ).performed()
            try await dora.profile(timeslot: slot.id)
            let before = try await database.create(.sample())
            #expect(try await dora.verdicts(before) == [["told"]])
            let day = try #require(CivilTime(date: "2025-06-15"))
            _ = try await dora.operations.holidays.change(
                HolidaysChange(dates: [Holiday("Trinity Sunday", on: day)]), by: dora.requester)
            let incident = try await database.create(.sample())

            #expect(try await dora.verdicts(incident) == [["holiday"]])
            let sentence = try await dora.operations.notifications.explain(
                incident.id, by: dora.requester
            ).events[0].profiles[0].sentence
            #expect(sentence == "\"Trinity Sunday\" is not in the timeslot \"office\".")
        }
    }

    @Test func `refuse a time zone that there is not`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            for json in [#"{"time_zone":"Mars/Base"}"#, #"{"time_zone":7}"#] {
                await #expect(throws: Refusal.self) {
                    try await dora.operations.preferences.change("argus_htmx", by: dora.requester) {
                        _ in json
                    }
                }
            }
        }
    }
}
