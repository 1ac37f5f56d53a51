import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Changing an incident that is stored` {
    @Test func `stores the change and an entry of the log`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(tags: ["a=1"]))
            database.clock.set(to: .sample(60))
            var change = IncidentChange()
            (change.level, change.tags) = (.critical, ["a=1", "b=2"])

            let changed = try await database.change(incident.id, change)

            let entries = try await database.operations.log.events(of: incident.id)
                .filter { $0.type == .change }
            #expect(try await database.incident(incident.id) == changed)
            #expect(changed.level == .critical)
            #expect(entries.count == 2)
            #expect(entries.allSatisfy { $0.actorName == "bob" && $0.timestamp == .sample(60) })
            #expect(try await database.operations.incidents.count(.tag("b=2")) == 1)
        }
    }

    @Test func `keeps the ticket's address`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            var change = IncidentChange()
            change.ticketURL = "https://t.example.org/6"

            await #expect(throws: Refusal.because(.noTicketSystem)) {
                try await database.operations.incidents.ticket(
                    of: incident.id, by: database.cast.bob.requester)
            }
            _ = try await database.change(incident.id, change)

            let ticket = try await database.operations.incidents.ticket(
                of: incident.id, by: database.cast.bob.requester)
            #expect(ticket == "https://t.example.org/6")
            #expect(try await database.operations.incidents.count(.hasTicket(true)) == 1)
        }
    }

    @Test func `leaves nothing if it is refused`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(tags: ["a=1"]))
            var change = IncidentChange()
            (change.level, change.tags) = (.critical, [])

            await #expect(throws: Refusal.self) {
                try await database.change(incident.id, change)
            }
            #expect(try await database.incident(incident.id) == incident)
            #expect(try await database.operations.log.events(of: incident.id).count == 1)
        }
    }

    @Test func `is refused for another source and for an unknown incident`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            let zabbix = database.cast.zabbix.requester

            await #expect(throws: Refusal.noPermission) {
                try await database.change(incident.id, IncidentChange(), by: zabbix)
            }
            await #expect(throws: Refusal.noSuch(.incident)) {
                try await database.change(999, IncidentChange())
            }
        }
    }
}

@Suite struct `Deleting an incident` {
    @Test func `is done for its source and for a superuser`() async throws {
        try await TestDatabase.with { database in
            for requester in [database.cast.nav.requester, database.cast.alice.requester] {
                let incident = try await database.create(.sample(sourceIncidentID: "7"))

                try await database.operations.incidents.delete(incident.id, by: requester)

                await #expect(throws: Refusal.noSuch(.incident)) {
                    try await database.incident(incident.id)
                }
            }
        }
    }

    @Test func `is refused for everybody else`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())
            let refusal = Refusal.forbidden(
                "Only its source system or a superuser may delete incident \(incident.id).")
            let cast = database.cast

            for requester in [cast.bob.requester, cast.charlie.requester, cast.zabbix.requester] {
                await #expect(throws: refusal) {
                    try await database.operations.incidents.delete(incident.id, by: requester)
                }
            }
        }
    }
}

extension TestDatabase {
    /// Changes an incident, as *bob* unless somebody else is named.
    fileprivate func change(
        _ id: Incident.ID, _ change: IncidentChange, by requester: Requester? = nil
    ) async throws -> Incident {
        try await operations.incidents.change(
            id, change, by: requester ?? cast.bob.requester
        ).incident
    }
}
