import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Watching deliveries` {
    @Test func `tells where nothing arrives, until something does`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let destination = try #require(
                try await database.operations.destinations.list(of: dora.requester).first)
            _ = try await database.create(.sample())
            for pause in [10, 20, 40, 80, 160, 320] {
                _ = try await dora.take(.retry(.unreachable, "no route"))
                #expect(try await database.look().isQuiet)
                database.clock.advance(by: .seconds(pause))
            }
            let opened = try await database.look().opened
            let incident = try await database.incident(try #require(opened.first))

            #expect(
                incident.details.description == "Messages to dora by Email do not arrive at "
                    + "example.org: nothing answered there (no route)")
            #expect(incident.details.level == .moderate)
            #expect(
                Set(incident.tags.map(\.tag.text)) == [
                    "problem_type=failing_destination", "destination=\(destination.id)",
                    "media=email", "user=dora",
                ])
            #expect(try await database.look().isQuiet)
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.take().count == 2)
            #expect(try await database.look().closed == opened)
            #expect(
                try await database.log(incident.id).last == "END argus: Messages arrive there again"
            )
        }
    }

    @Test func `opens the same incident again once it has happened anew`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile("p") { $0.sources = [database.cast.nav.id.rawValue] }
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            _ = try await dora.take(.failed(.address, "550 no such user"))
            let opened = try await database.look().opened
            #expect(opened.count == 1)
            database.clock.advance(by: .seconds(60))
            try await database.close(opened[0])
            #expect(try await database.look().isQuiet)

            database.clock.advance(by: .seconds(60))
            _ = try await database.create(.sample())
            _ = try await dora.take(.failed(.address, "550 no such user"))
            #expect(try await database.look().opened == opened)
            #expect(try await database.incident(opened[0]).endTime == .open)
        }
    }

    @Test func `closes what is about a destination that is gone`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let profile = try await dora.profile()
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            _ = try await dora.take(.failed(.refused, ""))
            let opened = try await database.look().opened
            try await database.operations.notificationProfiles.delete(
                profile.id, by: dora.requester)
            _ = try await database.driver.write { connection in
                try connection.execute(
                    "DELETE FROM destination WHERE account_id = \(dora.requester.user.id.rawValue)")
            }

            #expect(try await database.look().closed == opened)
            #expect(
                try await database.log(opened[0]).last
                    == "END argus: The destination of incident \(opened[0]) is gone, closing")
        }
    }

    @Test func `holds nothing against a destination to which this server cannot send`()
        async throws
    {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            try await dora.plan()
            _ = try await dora.operations.notifications.claim([.sms: 9], by: .server)

            #expect(try await database.look().isQuiet)
        }
    }

    @Test(arguments: [true, false])
    func `tells that people are told too late`(isPlanned: Bool) async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile("p") { $0.sources = [database.cast.nav.id.rawValue] }
            _ = try await database.create(.sample())
            if isPlanned { try await dora.plan() }
            database.clock.advance(by: .seconds(300))
            #expect(try await database.look().isQuiet)
            database.clock.advance(by: .seconds(1))
            let opened = try await database.look().opened
            let incident = try await database.incident(try #require(opened.first))
            #expect(
                incident.details.description
                    == "The delivery queue falls behind: people are told more than 5 minutes late")
            #expect(incident.details.level == .high)

            database.clock.advance(by: .seconds(1))
            try await database.close(opened[0])
            #expect(try await database.look().isQuiet)
            _ = try await dora.take()
            #expect(try await database.look().isQuiet)
            _ = try await database.create(.sample())
            database.clock.advance(by: .seconds(301))
            #expect(try await database.look().opened == opened)
            _ = try await dora.take()
            #expect(try await database.look().closed == opened)
        }
    }
}
