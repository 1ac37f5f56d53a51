import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `What happens between an opening and what follows it` {
    @Test func `tells no end of what was waited with and over by then`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.wait = .seconds(600)
            try await dora.profile("p", rules)
            let incident = try await database.create(.sample())
            try await database.post(
                .sample(.end), to: incident.id, by: database.cast.nav.requester)
            try await dora.plan()
            database.clock.advance(by: .seconds(601))

            // One after the other.
            for _ in 1...2 { #expect(try await dora.take() == []) }
            let states = try await dora.states(incident)
            #expect(states == ["dropped closed", "dropped opening_not_told"])
        }
    }

    @Test func `tells of a reopening, and of its end, whatever became of the opening`() async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.wait = .seconds(600)
            try await dora.profile("p", rules)
            var ends = ProfileRules()
            ends.kinds = [.closed]
            let ella = try await Watcher(database, "ella")
            try await ella.profile("ends", ends)
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample())
            try await database.post(.sample(.end), to: incident.id, by: nav)
            try await dora.plan()
            database.clock.advance(by: .seconds(601))
            // Who wants ends alone gets each.
            for _ in 1...2 { _ = try await dora.take() }
            #expect(try await ella.states(incident) == ["sent"])

            try await database.post(.sample(.restart), to: incident.id, by: nav)
            try await dora.plan()
            database.clock.advance(by: .seconds(601))
            #expect(try await dora.take() == ["RES \(incident.id)"])
            try await database.post(.sample(.end), to: incident.id, by: nav)
            let told = try await dora.take()
            #expect(told == ["END \(incident.id)", "END \(incident.id)"])
        }
    }

    @Test(arguments: ["off", "paused", "gone"])
    func `tells nothing again once no profile wants it`(how: String) async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.repeatAfter = .seconds(900)
            let profile = try await dora.profile("p", rules)
            let incident = try await database.create(.sample())
            #expect(try await dora.take() == ["STA \(incident.id)"])
            let profiles = database.operations.notificationProfiles
            var change = NotificationProfileChange()
            change.isActive = how != "off"
            if how == "paused" {
                rules.pausedUntil = .infinity
                change.rules = rules
            }
            if how == "gone" {
                try await profiles.delete(profile.id, by: dora.requester)
            } else {
                let said = change
                _ = try await profiles.change(profile.id, said, by: dora.requester)
            }
            database.clock.advance(by: .seconds(901))

            #expect(try await dora.take() == [])
            #expect(try await dora.states(incident) == ["sent", "dropped profile_inactive"])
        }
    }

    @Test func `tells of an end during maintenance those who were told of the opening`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.followsUp = true
            let profile = try await dora.profile("p", rules)
            let known = try await database.create(.sample())
            #expect(try await dora.take() == ["STA \(known.id)"])
            _ = try await database.operations.plannedMaintenance.create(
                startTime: database.clock.now, endTime: .infinity, description: "disks",
                filters: profile.filters, by: database.cast.charlie.requester)
            let hidden = try await database.create(.sample(sourceIncidentID: "2"))
            database.clock.advance(by: .seconds(60))
            for id in [known.id, hidden.id] {
                try await database.post(.sample(.end), to: id, by: database.cast.nav.requester)
            }

            #expect(try await dora.take() == ["END \(known.id)"])
            #expect(try await dora.verdicts(hidden).last == ["opening_not_told"])
        }
    }

    @Test func `knows nothing of a filter that its owner has withdrawn`() async throws {
        try await TestDatabase.with { database in
            let (dora, alice) = (try await Watcher(database), try await Watcher(database, "ann"))
            var new = NewFilter(name: "secret", isPublic: true)
            new.blob.maxLevel = 1
            let filter = try await database.operations.filters.create(new, by: alice.requester)
                .performed().id
            let profile = try await dora.profile("p")
            var both = NotificationProfileChange()
            both.filters = profile.filters + [filter]
            func change(_ change: NotificationProfileChange) async throws {
                _ = try await database.operations.notificationProfiles.change(
                    profile.id, change, by: dora.requester)
            }
            try await change(both)
            let before = try await database.create(.sample())
            #expect(try await dora.verdicts(before) == [["filter"]])

            try await alice.show(filter, false)
            let after = try await database.create(.sample(sourceIncidentID: "2"))
            #expect(try await dora.verdicts(after) == [["told"]])
            #expect(
                try await dora.operations.notifications.explain(before.id, by: dora.requester)
                    .events[0].profiles.map { "\($0.verdict?.detail ?? "-")\($0.sentence)" }
                    == ["A filter did not hold that is gone by now, or not public any more."])

            // What its owner does not see stays while the rest is changed, and works again.
            var own = NotificationProfileChange()
            own.filters = profile.filters
            try await change(own)
            try await alice.show(filter, true)
            let again = try await database.create(.sample(sourceIncidentID: "3"))
            #expect(try await dora.verdicts(again) == [["filter"]])

            // Whoever says that it is to be another filter means just that.
            try await alice.show(filter, false)
            var other = NotificationProfileChange()
            other.filters = try await dora.profile("q").filters
            try await change(other)
            try await alice.show(filter, true)
            let last = try await database.create(.sample(sourceIncidentID: "4"))
            #expect(try await dora.verdicts(last) == [["told", "told"]])
        }
    }
}
