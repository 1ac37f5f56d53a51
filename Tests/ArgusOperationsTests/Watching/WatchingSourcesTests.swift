import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Watching sources` {
    @Test func `opens an incident of a source that is silent for too long, as it is known`()
        async throws
    {
        try await TestDatabase.with { database in
            let watched = try await database.promise(.seconds(60))
            database.clock.advance(by: .seconds(70))
            #expect(try await database.look().isQuiet)
            database.clock.advance(by: .seconds(1))
            let look = try await database.look()
            let incident = try await database.incident(try #require(look.opened.first))

            #expect(look.opened.count == 1)
            #expect(
                incident.details.description == "Missing heartbeat from source nav (nav), dead?")
            #expect(incident.details.level == .low && incident.endTime == .open)
            #expect(incident.startTime == database.clock.now && incident.sourceIncidentID == "")
            #expect(
                incident.tags.map(\.tag.text)
                    == ["problem_type=missing_heartbeat", "source_system_id=\(watched)"])
            #expect(try await database.look().isQuiet)
        }
    }

    @Test func `closes it once the source is heard of again, or has promised nothing any more`()
        async throws
    {
        try await TestDatabase.with { database in
            try await database.promise(.seconds(60))
            for isHeard in [true, false] {
                database.clock.advance(by: .seconds(71))
                let opened = try await database.look().opened
                if isHeard {
                    try await database.operations.sources.heartbeat(
                        by: database.cast.nav.requester)
                } else {
                    try await database.promise(nil)
                }
                #expect(try await database.look().closed == opened)
                let last = try await database.log(try #require(opened.first)).last
                #expect(last == "END argus: Source \"nav (nav)\" is again alive and well")
            }
        }
    }

    @Test func `holds no silence against a source that could not be heard, or never was`()
        async throws
    {
        try await TestDatabase.with { database in
            try await database.promise(.seconds(60))
            let nobody = try await Cast.Source.make("nobody", in: database.operations)
            _ = try await database.operations.sources.change(
                nobody.id, SourceSystemChange(heartbeatFrequency: .seconds(60)), by: .console)
            database.clock.advance(by: .seconds(3600))
            let started = database.clock.now
            #expect(try await database.look(hearing: started).isQuiet)
            database.clock.advance(by: .seconds(71))

            #expect(try await database.look(hearing: started).opened.count == 1)
        }
    }

    @Test func `makes one incident of what two servers see at the same time`() async throws {
        try await TestDatabase.with { database in
            try await database.promise(.seconds(60))
            _ = try await database.issue(lifetime: .seconds(600))
            database.clock.advance(by: .seconds(71))
            let opened = try await database.reopened { other in
                var opened: [Incident.ID] = []
                for _ in 0..<5 {
                    async let here = database.look()
                    async let there = other.watch.look(hearing: .distantPast, by: .server)
                    opened += try await here.opened + there.opened
                }
                return opened
            }

            #expect(opened.count == 2)
            #expect(
                Set(try await database.ownIncidents().map(\.level)) == [.high, .low])
        }
    }

    @Test func `opens another incident if somebody closes it while the source is silent`()
        async throws
    {
        try await TestDatabase.with { database in
            try await database.promise(.seconds(60))
            database.clock.advance(by: .seconds(71))
            let first = try await database.look().opened
            _ = try await database.operations.log.acknowledge(
                first[0], with: try .sample(), by: database.cast.bob.requester)
            #expect(try await database.look().isQuiet)
            try await database.close(first[0])
            let second = try await database.look().opened

            #expect(second.count == 1 && second != first)
        }
    }

    @Test func `closes incidents with odd tags, and leaves alone what is about several sources`()
        async throws
    {
        try await TestDatabase.with { database in
            let (nav, problem) = (database.cast.nav, "problem_type=missing_heartbeat" as Tag)
            let none = try await database.create(.sample(tags: [problem]))
            let gone = try await database.create(
                .sample(tags: [problem, "source_system_id=999"]))
            let odd = try await database.create(
                .sample(tags: [problem, "source_system_id=x\r\n1"]))
            let alive = try await database.create(
                .sample(tags: [problem, Tag(key: "source_system_id", value: "\(nav.id)")]))
            let several = try await database.create(
                .sample(tags: [problem, "source_system_id=1", "source_system_id=2"]))
            let closed = try await database.create(
                .sample(endTime: .ended(.sample), tags: [problem]))
            let look = try await database.look()

            #expect(look.opened == [] && look.doubtful == [several.id])
            #expect(Set(look.closed) == [none.id, gone.id, odd.id, alive.id])
            #expect(!look.closed.contains(closed.id))
            #expect(
                try await database.log(none.id).last
                    == "CLO argus: The source tag of incident \(none.id) is missing, closing")
            #expect(
                try await database.log(gone.id).last
                    == "CLO argus: The source of incident \(gone.id) is gone, closing")
            #expect(
                try await database.log(alive.id).last
                    == "END argus: Source \"nav (nav)\" is again alive and well")
        }
    }
}
