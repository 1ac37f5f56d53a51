import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The tables of timeslots` {
    @Test func `give back what was stored`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.user
            let noon = try #require(TimeOfDay("12:00"))
            let recurrences = [
                try TimeRecurrence(days: [6, 7], start: .midnight, end: noon), .always,
                TimeRecurrence(days: [1], from: noon, until: noon, holidays: .except),
            ]
            let new = NewTimeslot(name: "odd", recurrences: recurrences)

            let (id, found) = try await database.write { connection in
                let store = TimeslotStore(connection)
                let id = try store.insert(new, of: bob)
                return (id, try store.list(of: bob.id))
            }

            let expected = Timeslot(id: id, user: bob.id, name: "odd", recurrences: recurrences)
            #expect(found.map(\.name) == ["All the time", "odd"])
            #expect(found.last == expected)
        }
    }

    @Test func `give back holidays as they were stored`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.user
            var holidays = OwnHolidays()
            let day = try #require(CivilTime(date: "2026-12-25"))
            holidays.dates = [Holiday("a", on: day), Holiday("\u{0}\"b", on: day, everyYear: true)]
            holidays.events = [
                Holiday(
                    name: "c", start: day, end: CivilTime(dayNumber: day.dayNumber + 1),
                    isAllDay: false, zone: .utc, lastYear: 2030)
            ]
            let kept = holidays

            let (before, after, all) = try await database.write { connection in
                let store = HolidayStore(connection)
                let before = try store.find(of: bob.id)
                try store.set(OwnHolidays(), of: bob.id)
                try store.set(kept, of: bob.id)
                return (before, try store.find(of: bob.id), try store.list())
            }

            #expect(before == OwnHolidays())
            #expect(after == kept)
            #expect(all == [bob.id: kept])
        }
    }

    @Test func `lose a timeslot with the profiles that use it`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.user
            let profiles = try await database.write { connection in
                let timeslots = TimeslotStore(connection)
                let store = NotificationProfileStore(connection)
                let timeslot = try timeslots.insert(
                    NewTimeslot(name: "x", recurrences: []), of: bob)
                let filter = try FilterStore(connection).insert(NewFilter(name: "f"), of: bob)
                _ = try store.insert(
                    NotificationProfile(
                        id: 0, user: bob.id, name: nil, timeslot: timeslot, filters: [filter],
                        destinations: [], isActive: true))
                try timeslots.delete(timeslot)
                return try store.list(of: bob.id)
            }

            #expect(profiles.isEmpty)
        }
    }
}

@Suite struct `The table of destinations` {
    @Test func `gives back what was stored`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let new = try NewDestination(
                medium: .sms, label: "mine", settings: ["phone_number": "+4792233445"])

            let (id, found) = try await database.write { connection in
                let store = DestinationStore(connection)
                let id = try store.insert(new, of: bob)
                return (id, try store.list(of: bob))
            }

            let expected = Destination(
                id: id, user: bob, medium: .sms, label: "mine",
                settings: ["phone_number": "+4792233445"])
            #expect(found == [expected])
        }
    }

    @Test func `keeps labels and settings unique per owner`() async throws {
        @Sendable func mail(_ label: String?, _ address: String) throws -> NewDestination {
            try NewDestination(
                medium: .email, label: label, settings: ["email_address": address])
        }
        try await TestDatabase.with { database in
            let (bob, charlie) = (database.cast.bob.id, database.cast.charlie.id)
            try await database.write { connection in
                let store = DestinationStore(connection)
                _ = try store.insert(mail("a", "a@b.no"), of: bob)
                _ = try store.insert(mail("a", "a@b.no"), of: charlie)
                _ = try store.insert(mail(nil, "c@b.no"), of: bob)
                _ = try store.insert(mail(nil, "d@b.no"), of: bob)
            }

            await #expect(throws: Refusal.taken("label", .label)) {
                try await database.write {
                    _ = try DestinationStore($0).insert(mail("a", "x@b.no"), of: bob)
                }
            }
            await #expect(throws: Refusal.settingsTaken) {
                try await database.write {
                    _ = try DestinationStore($0).insert(mail("b", "a@b.no"), of: bob)
                }
            }
        }
    }

    @Test func `keeps what a profile uses`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.user
            let (filter, destination) = try await database.write { connection in
                let filter = try FilterStore(connection).insert(NewFilter(name: "f"), of: bob)
                let destination = try DestinationStore(connection).insert(
                    NewDestination(medium: .email, settings: ["email_address": "a@b.no"]),
                    of: bob.id)
                let timeslots = try TimeslotStore(connection).list(of: bob.id)
                _ = try NotificationProfileStore(connection).insert(
                    NotificationProfile(
                        id: 0, user: bob.id, name: "p", timeslot: timeslots[0].id,
                        filters: [filter], destinations: [destination], isActive: true))
                return (filter, destination)
            }

            await #expect(throws: SQLError.self) {
                try await database.write { try FilterStore($0).delete(filter) }
            }
            await #expect(throws: SQLError.self) {
                try await database.write { try DestinationStore($0).delete(destination) }
            }
        }
    }
}

@Suite struct `Accounts from before notifications` {
    @Test func `are given a timeslot, and a destination if they have an address`() async throws {
        try await withEmptyDatabase { driver in
            _ = try await Migrator(Array(DatabaseSchema.migrations.prefix(1))).run(on: driver)
            _ = try await driver.write { connection in
                try connection.execute(
                    #"""
                    INSERT INTO account (username, email, date_joined)
                    VALUES ('ann', '"a\"b"@c.no', 0), ('ben', '', 0)
                    """#)
            }

            _ = try await DatabaseSchema.migrator.run(on: driver)

            let (timeslots, mine, none) = try await driver.read { connection in
                (
                    try TimeslotStore(connection).find([1, 2]),
                    try DestinationStore(connection).list(of: 1),
                    try DestinationStore(connection).list(of: 2)
                )
            }
            #expect(timeslots.map(\.user) == [1, 2])
            #expect(timeslots.allSatisfy { $0.recurrences == [.always] })
            #expect(mine.map(\.address) == [#""a\"b"@c.no"#])
            #expect(mine.allSatisfy(\.isManaged) && none.isEmpty)
        }
    }
}
