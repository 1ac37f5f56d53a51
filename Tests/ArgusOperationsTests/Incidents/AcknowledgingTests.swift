import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Acknowledging an incident` {
    @Test func `writes it into the log and counts at once`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob
            let incident = try await database.create(.sample())

            let made = try await acknowledge(incident.id, until: nil, by: bob.requester, database)

            let log = database.operations.log
            #expect(made.event.type == .acknowledge && made.event.actorName == "bob")
            #expect(try await log.acknowledgements(of: incident.id) == [made])
            #expect(try await log.acknowledgement(made.event.id, of: incident.id) == made)
            #expect(try await log.events(of: incident.id).contains(made.event))
            #expect(try await database.incident(incident.id).ackedUntil == .infinity)
        }
    }

    @Test(arguments: [EndTime.stateless, .ended(.sample)])
    func `is possible whatever its state, also for its source`(endTime: EndTime) async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(endTime: endTime))

            _ = try await acknowledge(
                incident.id, until: nil, by: database.cast.nav.requester, database)

            #expect(try await database.operations.incidents.count(.acked(true)) == 1)
        }
    }

    @Test func `holds until the last acknowledgement expires`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incident = try await database.create(.sample())
            _ = try await acknowledge(incident.id, until: .sample(60), by: bob, database)
            _ = try await acknowledge(incident.id, until: .sample(30), by: bob, database)

            database.clock.set(to: .sample(59))
            let before = try await database.operations.incidents.count(.acked(true))
            database.clock.set(to: .sample(60))
            let after = try await database.operations.incidents.count(.acked(true))

            #expect((before, after) == (1, 0))
        }
    }

    @Test func `is refused for another source and for an unknown incident`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            let zabbix = database.cast.zabbix.requester

            await #expect(throws: Refusal.noPermission) {
                try await acknowledge(incident.id, until: nil, by: zabbix, database)
            }
            await #expect(throws: Refusal.noSuch(.incident)) {
                try await acknowledge(999, until: nil, by: zabbix, database)
            }
        }
    }

    @Test func `is not found at another incident`() async throws {
        try await TestDatabase.with { database in
            let (one, other) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            let bob = database.cast.bob.requester
            let made = try await acknowledge(one.id, until: nil, by: bob, database)

            await #expect(throws: Refusal.noSuch(.acknowledgement)) {
                try await database.operations.log.acknowledgement(made.event.id, of: other.id)
            }
        }
    }
}

@Suite struct `Letting an acknowledgement expire` {
    @Test(arguments: [(.sample(90), .sample(90)), (nil, .infinity)] as [(Timestamp?, Timestamp)])
    func `changes until when the incident is acknowledged`(
        expiration: Timestamp?, until: Timestamp
    ) async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incident = try await database.create(.sample())
            let made = try await acknowledge(incident.id, until: .sample(60), by: bob, database)

            let changed = try await database.operations.log.expire(
                made.event.id, of: incident.id, at: expiration,
                by: database.cast.charlie.requester)

            #expect(changed.expiration == expiration)
            #expect(try await database.incident(incident.id).ackedUntil == until)
        }
    }

    @Test func `is refused once it has expired`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incident = try await database.create(.sample())
            let made = try await acknowledge(incident.id, until: .sample(60), by: bob, database)
            database.clock.set(to: .sample(60))

            await #expect(throws: Refusal.because(.acknowledgementExpired)) {
                try await database.operations.log.expire(
                    made.event.id, of: incident.id, at: nil, by: bob)
            }
            #expect(try await database.incident(incident.id).ackedUntil == .sample(60))
        }
    }

    @Test func `is refused for another source`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            let bob = database.cast.bob.requester
            let made = try await acknowledge(incident.id, until: nil, by: bob, database)

            await #expect(throws: Refusal.noPermission) {
                try await database.operations.log.expire(
                    made.event.id, of: incident.id, at: nil, by: database.cast.zabbix.requester)
            }
        }
    }
}

private func acknowledge(
    _ id: Incident.ID, until expiration: Timestamp?, by requester: Requester,
    _ database: TestDatabase
) async throws -> Acknowledgement {
    try await database.operations.log.acknowledge(
        id, with: .sample(expiration: expiration), by: requester
    ).performed()
}
