import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Trying a profile on what is over` {
    @Test func `tells what it would have sent, and what stopped the rest`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let nav = database.cast.nav.requester
            let profile = try await dora.profile("p") { ($0.maxLevel, $0.open) = (2, true) }
            let bad = try await database.create(.sample(level: .high))
            _ = try await database.create(.sample(level: .low))
            try await database.post(.sample(.other), to: bad.id, by: nav)
            database.clock.advance(by: .seconds(60))
            try await database.post(.sample(.end), to: bad.id, by: nav)
            let preview = try await dora.operations.notifications.preview(
                profile.id, by: dora.requester)

            #expect(preview.messages.map(\.event.type) == [.other, .start])
            #expect(preview.messages.allSatisfy { $0.incident.id == bad.id })
            #expect(preview.messages.allSatisfy { $0.destination.address == "dora@example.org" })
            #expect(preview.count == 2 && preview.events == 4 && preview.isComplete)
            #expect(
                preview.others.map { "\($0.count) \($0.word): \($0.sentence)" } == [
                    "1 filter: Filter \"f-p\" does not hold: \"level<=2\" is not so.",
                    "1 filter: Filter \"f-p\" does not hold: \"open\" is not so.",
                ])
            #expect(try await dora.take().count == 2)
        }
    }

    @Test func `decides as is decided when it happens`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let nav = database.cast.nav.requester
            var raised = ProfileRules()
            raised.kinds = [.raised, .closed, .opened]
            var following = ProfileRules()
            following.followsUp = true
            let profiles = [
                try await dora.profile("plain"),
                try await dora.profile("kinds", raised),
                try await dora.profile("open") { $0.open = true },
                try await dora.profile("acked") { $0.acked = true },
                try await dora.profile("bad") { $0.maxLevel = 2 },
                try await dora.profile("types") { $0.eventTypes = [.end, .acknowledge] },
                try await dora.profile("text") { $0.written = "\"power\"" },
            ]
            // What follows is told where anybody's profile told the opening to the same place.
            let ella = try await Watcher(database, "ella")
            let own = try await ella.profile("follows", following) { $0.maxLevel = 2 }
            var generator = SeededGenerator(seed: 7)
            var incidents: [Incident] = []
            for _ in 0..<120 {
                database.clock.advance(by: .seconds(1))
                let incident = incidents.randomElement(using: &generator)
                switch (Int.random(in: 0..<7, using: &generator), incident) {
                case (0, _), (_, nil):
                    incidents.append(
                        try await database.create(
                            .sample(
                                startTime: database.clock.now,
                                endTime: generator.pick([.open, .open, .stateless]),
                                level: generator.pick([.critical, .moderate]))))
                case (1, let incident?):
                    try await dora.setLevel(
                        generator.pick([.critical, .high, .low]), of: incident.id)
                case (2, let incident?):
                    let expiration = generator.pick([nil, database.clock.now + .seconds(20)])
                    _ = try await database.operations.log.acknowledge(
                        incident.id,
                        with: try .sample(timestamp: database.clock.now, expiration: expiration),
                        by: database.cast.bob.requester)
                case (3, let incident?):
                    try await database.post(
                        .sample(.other, description: generator.pick(["power", "other"])),
                        to: incident.id, by: nav)
                case (let number, let incident?) where incident.endTime != .stateless:
                    let isOpen = try await database.incident(incident.id).endTime == .open
                    if isOpen || number == 4 {
                        try await database.post(
                            .sample(isOpen ? .end : .restart), to: incident.id, by: nav)
                    }
                default: continue
                }
            }
            try await dora.plan()
            var told: [NotificationProfile.ID: [Event.ID]] = [:]
            for (watcher, incident) in [dora, ella].flatMap({ watcher in
                incidents.map { (watcher, $0) }
            }) {
                let explanation = try await dora.operations.notifications.explain(
                    incident.id, by: watcher.requester)
                for event in explanation.events {
                    for profile in event.profiles where profile.verdict == .told {
                        told[profile.id, default: []].append(event.event.id)
                    }
                }
            }

            for (watcher, profile) in profiles.map({ (dora, $0) }) + [(ella, own)] {
                let preview = try await dora.operations.notifications.preview(
                    profile.id, by: watcher.requester)
                #expect(
                    preview.messages.map(\.event.id).sorted()
                        == (told[profile.id] ?? []).sorted().suffix(NotificationPreview.most),
                    "\(profile.name ?? "")")
                #expect(preview.count == told[profile.id]?.count ?? 0)
            }
            #expect(told.count == profiles.count + 1)
        }
    }

    @Test func `takes what is not stored yet, and writes nothing`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let stored = try await dora.profile("p", isActive: false) { $0.maxLevel = 1 }
            _ = try await database.create(.sample(level: .low))
            let other = try await dora.profile("other")
            var change = NotificationProfileChange()
            change.filters = other.filters
            let notifications = dora.operations.notifications
            #expect(
                try await notifications.preview(stored.id, by: dora.requester).count == 0)
            #expect(
                try await notifications.preview(stored.id, change, by: dora.requester).count == 1)
            change.timeslot = dora.always
            let new = try await notifications.preview(nil, change, by: dora.requester)
            #expect(new.count == 0 && new.others.map(\.word) == ["no_destination"])
            #expect(
                try await dora.operations.notificationProfiles.find(
                    stored.id, of: dora.requester
                ).profile == stored)
        }
    }

    @Test func `waits, tells again and holds back as the engine does`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let nav = database.cast.nav.requester
            var rules = ProfileRules()
            rules.wait = .seconds(60)
            rules.followsUp = true
            let waiting = try await dora.profile("waiting", rules)
            rules = ProfileRules()
            (rules.repeatAfter, rules.repeatAtMost) = (.seconds(60), 5)
            rules.kinds = [.opened]
            let repeating = try await dora.profile("repeating", rules)
            rules = ProfileRules()
            rules.hourlyLimit = 1
            let limited = try await dora.profile("limited", rules)
            let brief = try await database.create(.sample())
            let long = try await database.create(.sample())
            for (id, pause) in [(brief.id, 30), (long.id, 120)] {
                database.clock.advance(by: .seconds(pause))
                try await database.post(.sample(.end), to: id, by: nav)
            }
            database.clock.advance(by: .seconds(7200))
            func preview(_ profile: NotificationProfile) async throws -> PreviewedProfile {
                try await dora.operations.notifications.preview(profile.id, by: dora.requester)
            }

            let waited = try await preview(waiting)
            #expect(waited.messages.map(\.event.type) == [.end, .start])
            #expect(waited.messages.map(\.incident.id) == [long.id, long.id])
            #expect(
                waited.others.map { "\($0.count) \($0.word)" } == [
                    "1 closed", "1 opening_not_told",
                ])
            let repeated = try await preview(repeating)
            #expect(repeated.messages.map(\.occasion) == [2, 1, 0, 0])
            #expect(repeated.others.first { $0.word == "closed" }?.count == 2)
            let held = try await preview(limited)
            #expect(held.count == 2)
            #expect(held.others.map { "\($0.count) \($0.word)" } == ["2 limited"])
        }
    }

    @Test func `gathers and escalates as the engine does`() async throws {
        try await TestDatabase.with { database in
            let (dora, ella) = (
                try await Watcher(database), try await Watcher(database, "ella")
            )
            let nav = database.cast.nav.requester
            var rules = ProfileRules()
            rules.digest = .times([try #require(TimeOfDay("16:00"))])
            let digest = try await dora.profile("digest", rules)
            rules = ProfileRules()
            rules.storm = StormRule(tag: "host", count: 2, within: .seconds(600))
            rules.kinds = [.opened]
            let storm = try await dora.profile("storm", rules)
            rules = ProfileRules()
            rules.kinds = [.opened]
            rules.escalation = [
                EscalationLevel(
                    after: .seconds(600), teams: [try await ella.team("first", of: [ella])])
            ]
            let escalating = try await dora.profile("escalating", rules)
            var incidents: [Incident] = []
            for second in 0..<6 {
                incidents.append(
                    try await database.create(
                        .sample(startTime: database.clock.now, tags: ["host=a"])))
                if second < 5 { try await database.post(.sample(.other), to: 1, by: nav) }
                database.clock.advance(by: .seconds(1))
            }
            for incident in incidents.dropLast() {
                try await database.post(.sample(.end), to: incident.id, by: nav)
            }
            database.clock.advance(by: .seconds(7200))
            func preview(_ profile: NotificationProfile) async throws -> PreviewedProfile {
                try await dora.operations.notifications.preview(profile.id, by: dora.requester)
            }

            let gathered = try await preview(digest)
            #expect(gathered.count == 1)
            #expect(gathered.messages.first?.incident.id == incidents[5].id)
            #expect(gathered.messages.first?.moment.text(in: .utc) == "2025-06-15T16:00:00Z")
            let stormy = try await preview(storm)
            #expect(stormy.count == 4)
            #expect(stormy.others.first { $0.word == "storm" }?.count == 2)
            let escalated = try await preview(escalating)
            #expect(
                escalated.messages.first?.destination.address == "ella@example.org")
            #expect(escalated.messages.first?.incident.id == incidents[5].id)
            #expect(escalated.count == 7)
        }
    }

    @Test func `refuses what is another's, too long ago or half said`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let ella = try await Watcher(database, "ella")
            let profile = try await ella.profile()
            let notifications = dora.operations.notifications
            await #expect(throws: Refusal.noSuch(.profile)) {
                try await notifications.preview(profile.id, by: dora.requester)
            }
            await #expect(throws: Refusal.self) {
                try await notifications.preview(nil, by: dora.requester)
            }
            await #expect(throws: Refusal.self) {
                try await notifications.preview(profile.id, days: 32, by: ella.requester)
            }
        }
    }
}
