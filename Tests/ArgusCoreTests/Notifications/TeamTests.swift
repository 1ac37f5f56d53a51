import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A team` {
    private let oslo: Zone
    private let team: Team

    init() throws {
        oslo = try #require(Zone(named: "Europe/Oslo"))
        let rota = Rota(weekday: 1, time: try #require(TimeOfDay("08:00")), zone: oslo)
        let week = rota.week(at: try Timestamp("2026-03-16T12:00:00Z", in: .utc))
        team = Team(id: 1, name: "net", rota: rota, members: [1, 2, 3], firstWeek: week)
    }

    private func user(_ team: Team, _ text: String, inactive: Set<User.ID> = []) throws -> User.ID?
    {
        team.onCall(at: try Timestamp(text, in: .utc), inactive: inactive).user
    }

    @Test(arguments: [
        ("2026-03-16T06:59:59.999999Z", 3), ("2026-03-16T07:00:00Z", 1),
        ("2026-03-23T06:59:59.999999Z", 1), ("2026-03-23T07:00:00Z", 2),
        // Summer time began on the day before.
        ("2026-03-30T05:59:59.999999Z", 2), ("2026-03-30T06:00:00Z", 3),
        ("2026-04-06T06:00:00Z", 1), ("2026-10-26T06:59:59Z", 2), ("2026-10-26T07:00:00Z", 3),
        ("1969-12-29T07:00:00Z", 2), ("1969-12-29T06:59:59Z", 1),
    ])
    func `hands over by the clocks of its zone, summer and winter`(
        text: String, member: Int64
    ) throws {
        #expect(try user(team, text) == User.ID(member))
    }

    @Test(arguments: [
        // 02:30 is skipped, and there twice half a year later: the first of both.
        ("2026-03-29T01:29:59Z", 3), ("2026-03-29T01:30:00Z", 1),
        ("2026-10-25T00:29:59Z", 3), ("2026-10-25T00:30:00Z", 1), ("2026-10-25T01:30:00Z", 1),
    ])
    func `hands over once where a time is skipped or there twice`(
        text: String, member: Int64
    ) throws {
        var rota = team.rota
        (rota.weekday, rota.time) = (7, try #require(TimeOfDay("02:30")))
        let moment = try Timestamp(text.replacing(/T.*/, with: "T12:00:00Z"), in: .utc)
        let night = Team(
            id: 1, name: "n", rota: rota, members: [1, 2, 3], firstWeek: rota.week(at: moment))

        #expect(try user(night, text) == User.ID(member))
    }

    @Test func `skips whose account is not active, and says so`() throws {
        let moment = try Timestamp("2026-03-17T00:00:00Z", in: .utc)
        let call = team.onCall(at: moment, inactive: [1, 2])

        #expect(call.user == 3 && call.skipped == [1, 2])
        #expect(call.until == (try Timestamp("2026-03-23T07:00:00Z", in: .utc)))
        let nobody = team.onCall(at: moment, inactive: [1, 2, 3])
        #expect(nobody.user == nil && nobody.skipped == [1, 2, 3])
        let empty = Team(id: 1, name: "", rota: team.rota, members: [], firstWeek: 0)
        #expect(empty.onCall(at: moment, inactive: []).user == nil)
        #expect(empty.next(after: moment, inactive: []) == nil)
    }

    @Test func `has somebody step in, from one moment until before another`() throws {
        var team = team
        let (start, end) = (
            try Timestamp("2026-03-18T10:00:00Z", in: .utc),
            try Timestamp("2026-03-18T20:00:00Z", in: .utc)
        )
        team.overrides = [
            TeamOverride(id: 1, user: 9, start: start, end: end),
            TeamOverride(id: 2, user: 8, start: end - .seconds(60), end: end),
        ]

        #expect(team.onCall(at: start - .microseconds(1), inactive: []).user == 1)
        #expect(team.onCall(at: start, inactive: []).user == 9)
        #expect(team.onCall(at: start, inactive: [9]).user == 1)
        #expect(team.onCall(at: end - .seconds(60), inactive: []).user == 8)
        #expect(team.onCall(at: end, inactive: []).user == 1)
        let next = team.next(after: start - .seconds(3600), inactive: [])
        #expect(next?.user == 9 && next?.from == start)
    }

    @Test func `keeps whoever is on call when it is changed`() throws {
        let moment = try Timestamp("2026-03-24T00:00:00Z", in: .utc)
        #expect(team.onCall(at: moment, inactive: []).user == 2)
        var change = TeamChange()
        change.members = [4, 3, 2, 1, 3]
        change.weekday = 5
        let changed = team.changed(change, at: moment)

        #expect(changed.members == [4, 3, 2, 1])
        #expect(changed.onCall(at: moment, inactive: []).user == 2)
        #expect(changed.next(after: moment, inactive: [])?.user == 1)
        change.members = [7, 8]
        #expect(team.changed(change, at: moment).onCall(at: moment, inactive: []).user == 7)
    }
}
