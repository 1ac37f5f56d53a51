import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Delivering messages` {
    @Test func `tries again, later each time, and then gives up`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())
            let told = "STA \(incident.id)"
            let failure = DeliveryOutcome.retry(.unreachable, "no route")

            #expect(try await dora.take(failure) == [told])
            #expect(try await dora.take(failure) == [])
            database.clock.advance(by: .seconds(10))
            #expect(try await dora.take(failure) == [told])
            database.clock.advance(by: .seconds(19))
            #expect(try await dora.take(failure) == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.take(failure) == [told])
            #expect(try await dora.states(incident) == ["waiting unreachable"])
            database.clock.advance(by: .seconds(86_400))
            #expect(try await dora.take(failure) == [told])
            #expect(try await dora.states(incident) == ["failed unreachable"])

            #expect(
                try await dora.operations.notifications.resend(
                    nil, .unreachable, by: dora.requester) == 1)
            #expect(try await dora.take() == [told])
            #expect(try await dora.states(incident) == ["sent"])
        }
    }

    @Test func `waits for as long as the other side asks`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())

            _ = try await dora.take(.retry(.rateLimited, "429", after: .seconds(120)))
            database.clock.advance(by: .seconds(119))
            #expect(try await dora.take() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.take() == ["STA \(incident.id)"])
        }
    }

    @Test func `keeps the order of what happened to an incident`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample())
            let other = try await database.create(.sample())
            _ = try await dora.take(.retry(.timeout, ""))
            try await database.post(.sample(.end), to: incident.id, by: nav)

            #expect(try await dora.take() == [])
            database.clock.advance(by: .seconds(10))
            #expect(
                Set(try await dora.take()) == [
                    "STA \(incident.id)", "STA \(other.id)", "END \(incident.id)",
                ])
            let sent = try await dora.operations.notifications.deliveries(
                of: incident.id, by: dora.requester)
            #expect(sent.map(\.state) == [.sent, .sent])
        }
    }

    @Test func `is done by one server at a time, and by another once that has died`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())
            try await dora.plan()
            try await database.reopened { other in
                let here = try await dora.operations.notifications.claim([.email: 9], by: .server)
                let there = try await other.notifications.claim([.email: 9], by: .server)
                #expect(here.count == 1 && there.isEmpty)

                database.clock.advance(by: NotificationOperations.lease)
                let later = try await other.notifications.claim([.email: 9], by: .server)
                #expect(later.map(\.delivery.key) == here.map(\.delivery.key))
                try await other.notifications.settle(
                    later.map {
                        $0.settled(.sent("there"), by: DeliveryRetries(), at: database.clock.now)
                    },
                    by: .server)
                // The first was slow, and what it says does not count any more.
                try await dora.operations.notifications.settle(
                    here.map {
                        $0.settled(
                            .failed(.refused, ""), by: DeliveryRetries(), at: database.clock.now)
                    },
                    by: .server)
                #expect(try await dora.states(incident) == ["sent"])
            }
        }
    }

    @Test func `drops what is over or acknowledged by the time that it waited`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.wait = .seconds(600)
            rules.followsUp = true
            try await dora.profile("p", rules)
            let nav = database.cast.nav.requester
            let (over, acked) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            let open = try await database.create(.sample())
            #expect(try await dora.take() == [])
            try await database.post(.sample(.end), to: over.id, by: nav)
            _ = try await database.operations.log.acknowledge(
                acked.id, with: try .sample(), by: database.cast.bob.requester)
            database.clock.advance(by: .seconds(600))

            #expect(try await dora.take() == ["STA \(open.id)"])
            #expect(
                try await dora.states(over) == ["dropped closed", "dropped opening_not_told"])
            #expect(
                try await dora.states(acked) == [
                    "dropped acknowledged", "dropped opening_not_told",
                ])
        }
    }

    @Test func `tells again until somebody acknowledges`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.kinds = [.opened]
            rules.repeatAfter = .seconds(60)
            rules.repeatAtMost = 2
            try await dora.profile("p", rules)
            let (one, other) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            #expect(try await dora.take().count == 2)
            database.clock.advance(by: .seconds(60))
            #expect(try await dora.take().count == 2)
            _ = try await database.operations.log.acknowledge(
                other.id, with: try .sample(), by: database.cast.bob.requester)
            for _ in 0..<3 {
                database.clock.advance(by: .seconds(60))
                _ = try await dora.take()
            }

            #expect(try await dora.states(one) == ["sent", "sent", "sent"])
            #expect(try await dora.states(other) == ["sent", "sent", "dropped acknowledged"])
        }
    }

    @Test func `sends no more in an hour than is wanted, and then tells how many there were`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var rules = ProfileRules()
            rules.hourlyLimit = 2
            try await dora.profile("p", rules)
            var incidents: [Incident] = []
            for _ in 0..<2 { incidents.append(try await database.create(.sample())) }
            #expect(try await dora.take().count == 2)
            for _ in 0..<5 { incidents.append(try await database.create(.sample())) }
            _ = try await dora.take()
            database.clock.advance(by: .seconds(3600))
            let late = try await dora.take()

            #expect(late == ["STA \(incidents[2].id) +4"])
            let states = try await incidents.asyncMap { try await dora.states($0) }.flatMap(\.self)
            #expect(states.count { $0 == "sent" } == 3)
            #expect(states.count { $0 == "dropped limited" } == 4)
        }
    }

    @Test
    func `is not for an account that is inactive by then, nor for a destination that is gone`()
        async throws
    {
        try await TestDatabase.with { database in
            let (dora, ella) = (try await Watcher(database), try await Watcher(database, "ella"))
            let profile = try await dora.profile()
            try await ella.profile()
            let incident = try await database.create(.sample())
            try await dora.plan()
            try await dora.operations.notificationProfiles.delete(profile.id, by: dora.requester)
            _ = try await database.driver.write { connection in
                try connection.execute(
                    "DELETE FROM destination WHERE account_id = \(dora.requester.user.id.rawValue)")
            }
            var change = UserChange()
            change.isActive = false
            _ = try await ella.operations.accounts.change(
                ella.requester.user.id, change, by: .console)

            #expect(try await dora.take() == [])
            #expect(try await dora.states(incident) == ["failed destination_removed"])
            #expect(try await ella.states(incident) == ["dropped account_inactive"])
        }
    }

    @Test func `remembers the thread of an incident, for each destination`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            var chats: [Destination.ID] = []
            for chat in ["1", "2"] {
                let new = try NewDestination(
                    medium: .telegram, settings: ["chat": chat, "token": "1:abcdef"])
                chats.append(
                    try await dora.operations.destinations.create(new, by: dora.requester)
                        .performed().id)
            }
            try await dora.profile(to: [chats[0]])
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample())
            let first = try await dora.take(.sent("ok", thread: "t1"), besides: [.telegram])
            #expect(first == ["STA \(incident.id)"])
            let other = try await database.create(.sample())
            #expect(try await dora.take(besides: [.telegram]) == ["STA \(other.id)"])

            try await dora.profile("q", to: [chats[1]])
            try await database.post(.sample(.end), to: incident.id, by: nav)
            #expect(
                Set(
                    try await dora.take(
                        .retry(.timeout, ""), besides: [.telegram])) == [
                        "END \(incident.id) in t1", "END \(incident.id)",
                    ])
            database.clock.advance(by: .seconds(10))
            #expect(
                Set(try await dora.take(.sent("ok", thread: "t2"), besides: [.telegram])) == [
                    "END \(incident.id) in t1", "END \(incident.id)",
                ])
        }
    }

    @Test func `is given up by media that this server does not have`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())
            try await dora.plan()

            #expect(try await dora.operations.notifications.claim([.sms: 9], by: .server).isEmpty)
            #expect(try await dora.states(incident) == ["failed not_configured"])
        }
    }

    @Test func `is forgotten when it is old`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())
            _ = try await dora.take()
            database.clock.advance(by: .seconds(91 * 86_400))
            try await dora.operations.notifications.forget(by: .server)

            #expect(try await dora.states(incident) == [])
            #expect(try await dora.verdicts(incident) == [[]])
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ make: (Element) async throws -> Value) async throws
        -> [Value]
    {
        var values: [Value] = []
        for element in self { values.append(try await make(element)) }
        return values
    }
}
