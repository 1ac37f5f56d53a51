import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Listing notification profiles` {
    @Test func `takes as many statements for many as for few`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let recorder = RecordingDriver(database.driver)
            let operations = Operations(driver: recorder, clock: database.clock.clock)

            try await store(1, of: bob, in: database.operations)
            let few = try await statements(of: bob, operations, recorder)
            try await store(20, of: bob, in: database.operations)
            let many = try await statements(of: bob, operations, recorder)

            #expect(few == many)
        }
    }

    private func statements(
        of requester: Requester, _ operations: Operations, _ recorder: RecordingDriver
    ) async throws -> Int {
        try await recorder.statements {
            _ = try await operations.notificationProfiles.list(of: requester)
            _ = try await operations.plannedMaintenance.list()
        }.count
    }

    /// Stores so many profiles and tasks, each with parts of its own.
    private func store(
        _ count: Int, of requester: Requester, in operations: Operations
    ) async throws {
        for index in 0..<count {
            let name = "\(count) \(index)"
            let filter = try await operations.filters.create(
                NewFilter(name: name), by: requester
            ).performed()
            let timeslot = try await operations.timeslots.create(
                NewTimeslot(name: name, recurrences: [.always]), by: requester
            ).performed()
            let destination = try await operations.destinations.create(
                NewDestination(
                    medium: .email, settings: ["email_address": "a\(count)-\(index)@b.no"]),
                by: requester
            ).performed()
            var new = NotificationProfileChange()
            (new.timeslot, new.filters) = (timeslot.id, [filter.id])
            new.destinations = .these([destination.id])
            _ = try await operations.notificationProfiles.create(new, by: requester)
            _ = try await operations.plannedMaintenance.create(
                startTime: nil, endTime: .infinity, description: "", filters: [filter.id],
                by: .sample(user: .sample(id: requester.user.id, role: .staff)))
        }
    }
}
