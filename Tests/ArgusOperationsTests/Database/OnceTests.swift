import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A request that is repeated with its key` {
    private static let reused = Refusal.keyReused(
        "This Idempotency-Key was used for another request; choose a new one.")

    @Test func `is given the answer that it got, and does nothing`() async throws {
        try await TestDatabase.with { database in
            let first = try await create(database).performed()

            let answer = try await create(database).repeated()

            #expect(answer == KeptAnswer(status: 201, body: "incident \(first.incident.id)"))
            #expect(try await database.operations.incidents.count(.everything) == 1)
        }
    }

    @Test func `is refused if it is another request`() async throws {
        try await TestDatabase.with { database in
            _ = try await create(database)

            await #expect(throws: Self.reused) { try await create(database, digest: [2]) }
            #expect(try await database.operations.incidents.count(.everything) == 1)
        }
    }

    @Test func `is another request for another account`() async throws {
        try await TestDatabase.with { database in
            _ = try await create(database)

            _ = try await create(database, by: database.cast.zabbix.requester).performed()

            #expect(try await database.operations.incidents.count(.everything) == 2)
        }
    }

    @Test func `is carried out anew after a day`() async throws {
        try await TestDatabase.with { database in
            _ = try await create(database).performed()
            database.clock.set(to: .sample(86_400))
            _ = try await create(database).repeated()

            database.clock.advance(by: .microseconds(1))
            _ = try await create(database, digest: [2]).performed()

            _ = try await create(database, digest: [2]).repeated()
        }
    }

    @Test func `is carried out if it was refused before`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            await #expect(throws: Refusal.self) { try await create(database, by: bob) }
            let incident = try await database.create(.sample(endTime: .ended(.sample)))
            await #expect(throws: Refusal.self) { try await close(incident.id, database) }

            try await database.post(.sample(.reopen), to: incident.id, by: bob)

            #expect(try await close(incident.id, database).performed().type == .close)
        }
    }

    @Test func `is carried out once, however many come at the same time`() async throws {
        try await TestDatabase.with { database in
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask { (try? await create(database).performed()) != nil }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes.count { $0 } == 1)
            #expect(try await database.operations.incidents.count(.everything) == 1)
        }
    }

    @Test func `is recognised for everything that can be posted`() async throws {
        try await TestDatabase.with { database in
            let (bob, operations) = (database.cast.bob.requester, database.operations)
            let incident = try await database.create(.sample())
            let tags = Once<[Tag]>(key: "tags", digest: []) { _ in
                KeptAnswer(status: 201, body: "t")
            }
            let acks = Once<Acknowledgement>(key: "acks", digest: []) { _ in
                KeptAnswer(status: 201, body: "a")
            }

            for isFirst in [true, false] {
                let event = try await close(incident.id, database)
                let tag = try await operations.tags.add(
                    ["a=1"], to: incident.id, by: bob, once: tags)
                let acknowledgement = try await operations.log.acknowledge(
                    incident.id, with: .sample(), by: bob, once: acks)

                #expect(((try? event.performed()) != nil) == isFirst)
                #expect(((try? tag.performed()) != nil) == isFirst)
                #expect(((try? acknowledgement.performed()) != nil) == isFirst)
            }
            #expect(try await operations.log.events(of: incident.id).count == 3)
        }
    }

    @Test func `is forgotten with the housekeeping once it is too old`() async throws {
        try await TestDatabase.with { database in
            _ = try await create(database)
            database.clock.set(to: .sample(86_401))

            try await database.operations.incidents.forgetAnswers(by: .server)

            let left = try await database.driver.read {
                try $0.exists("SELECT key FROM idempotency_key")
            }
            #expect(!left)
        }
    }
}

@discardableResult
private func create(
    _ database: TestDatabase, digest: [UInt8] = [1], by requester: Requester? = nil
) async throws -> Outcome<SourcedIncident> {
    let once = Once<SourcedIncident>(key: "k", digest: digest) {
        KeptAnswer(status: 201, body: "incident \($0.incident.id)")
    }
    return try await database.operations.incidents.create(
        .sample(), source: .own, by: requester ?? database.cast.nav.requester, once: once)
}

@discardableResult
private func close(_ id: Incident.ID, _ database: TestDatabase) async throws -> Outcome<Event> {
    let once = Once<Event>(key: "close", digest: []) {
        KeptAnswer(status: 201, body: "event \($0.id)")
    }
    return try await database.operations.incidents.post(
        .sample(.close), to: id, by: database.cast.bob.requester, once: once)
}
