import ArgusCore
import ArgusOperations
import ArgusStorage
import ArgusTesting
import Testing

@testable import ArgusOperations

@Suite struct `The destination that follows an account's address` {
    private func account(
        _ email: String, in operations: Operations
    ) async throws -> Requester {
        let user = try await operations.accounts.create(
            NewUser(username: "dora", email: email), password: nil, by: .console
        ).performed().user
        return .sample(user: user)
    }

    /// What is stored, as `address:managed`.
    private func destinations(
        of requester: Requester, in operations: Operations
    ) async throws -> [String] {
        try await operations.destinations.list(of: requester).map { destination in
            "\(destination.address):\(destination.managed.map { "\($0)" } ?? "-")"
        }
    }

    private func follow(
        _ email: String, _ requester: Requester, in operations: Operations
    ) async throws {
        try await operations.accounts.database.writeUnchecked { transaction in
            try transaction.followEmail(email, of: requester.user.id)
        }
    }

    @Test func `is made with the account, as is a timeslot`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let dora = try await account("dora@b.no", in: operations)

            #expect(try await destinations(of: dora, in: operations) == ["dora@b.no:true"])
            let timeslots = try await operations.timeslots.list(of: dora)
            #expect(timeslots.map(\.name) == ["All the time"])
            #expect(try await operations.timeslots.list(of: database.cast.nav.requester).count == 1)
        }
    }

    @Test func `is not made without an address`() async throws {
        try await TestDatabase.with { database in
            let dora = try await account("", in: database.operations)

            #expect(try await destinations(of: dora, in: database.operations) == [])
        }
    }

    @Test func `follows, and what followed before stays`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let dora = try await account("a@b.no", in: operations)
            _ = try await operations.destinations.create(
                NewDestination(medium: .email, settings: ["email_address": "c@b.no"]), by: dora)

            try await follow("c@b.no", dora, in: operations)
            #expect(
                try await destinations(of: dora, in: operations) == ["a@b.no:false", "c@b.no:true"])
            try await follow("d@b.no", dora, in: operations)
            try await follow("d@b.no", dora, in: operations)
            #expect(
                try await destinations(of: dora, in: operations)
                    == ["a@b.no:false", "c@b.no:false", "d@b.no:true"])
        }
    }

    @Test func `goes with the address, also out of profiles`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let dora = try await account("a@b.no", in: operations)
            let profile = try await operations.notificationProfiles.create(
                try await profile(of: dora, in: operations), by: dora
            ).performed()
            #expect(profile.destinations.count == 1)

            try await follow("", dora, in: operations)

            #expect(try await destinations(of: dora, in: operations) == [])
            #expect(
                try await operations.notificationProfiles.list(of: dora).map(\.destinations) == [[]]
            )
        }
    }

    @Test func `goes with the address, also out of who is told next`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let dora = try await account("a@b.no", in: operations)
            _ = try await operations.destinations.create(
                NewDestination(medium: .email, settings: ["email_address": "c@b.no"]), by: dora)
            let own = try await operations.destinations.list(of: dora).map(\.id)
            var new = try await profile(of: dora, in: operations)
            var rules = ProfileRules()
            rules.escalation = [
                EscalationLevel(after: .seconds(600), destinations: [own[0]]),
                EscalationLevel(after: .seconds(300), destinations: own),
            ]
            (new.destinations, new.rules) = (.these([own[1]]), rules)
            _ = try await operations.notificationProfiles.create(new, by: dora)

            try await follow("", dora, in: operations)

            let left = try await operations.notificationProfiles.list(of: dora)[0].profile
            rules.escalation = [EscalationLevel(after: .seconds(900), destinations: [own[1]])]
            #expect(left.destinations == [own[1]] && left.rules == rules)
            new.rules = left.rules
            let same = new
            let kept = try await operations.notificationProfiles.change(
                left.id, same, by: dora)
            #expect(kept.profile == left)
        }
    }

    private func profile(
        of requester: Requester, in operations: Operations
    ) async throws -> NotificationProfileChange {
        let filter = try await operations.filters.create(NewFilter(name: "f"), by: requester)
        var new = NotificationProfileChange()
        new.timeslot = try await operations.timeslots.list(of: requester).first?.id
        new.filters = [try filter.performed().id]
        new.destinations = .these(
            try await operations.destinations.list(of: requester).map(\.id))
        return new
    }

    @Test func `is made anew when it is led elsewhere`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let dora = try await account("a@b.no", in: operations)
            let id = try #require(try await operations.destinations.list(of: dora).first?.id)

            _ = try await operations.destinations.change(
                id, by: dora
            ) { _ in DestinationChange(settings: ["email_address": "c@b.no"]) }

            #expect(
                try await destinations(of: dora, in: operations) == ["c@b.no:false", "a@b.no:true"])
        }
    }
}
