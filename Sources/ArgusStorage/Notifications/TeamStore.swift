import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `team`, `team_member` and `team_override`.
package struct TeamStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Stores a team, whose primary key and overrides do not count, and says which it gets; refused if
    /// another one has its name.
    package func insert(_ team: Team) throws -> Team.ID {
        try RuleChangeStore(connection).note()
        let id: Team.ID = try refusingTakenName(team.name) {
            try connection.first(
                """
                INSERT INTO team (name, zone, weekday, handover, first_week)
                VALUES (\(team.name), \(team.rota.zone.name), \(team.rota.weekday),
                    \(team.rota.time.microseconds), \(team.firstWeek))
                RETURNING id
                """
            ) { $0.id() } ?? Team.ID(0)
        }
        try link(team.members, to: id)
        return id
    }

    private func link(_ members: [User.ID], to id: Team.ID) throws {
        guard !members.isEmpty else { return }
        let rows: [SQL] = members.enumerated().map { "(\(id), \($0.offset), \($0.element))" }
        try connection.execute(
            """
            INSERT INTO team_member (team_id, place, account_id)
            VALUES \(SQL(rows, joined: ", "))
            """)
    }

    /// Finds a team by its primary key.
    package func find(_ id: Team.ID) throws -> Team? {
        try teams("id = \(id)").first
    }

    /// Finds teams by their primary keys, by name.
    package func find(_ ids: Set<Team.ID>) throws -> [Team] {
        ids.isEmpty ? [] : try teams("id IN \(list: Array(ids))")
    }

    /// Lists all teams by name.
    package func list() throws -> [Team] {
        try teams("1 = 1")
    }

    private func teams(_ condition: SQL) throws -> [Team] {
        let members = Dictionary(
            grouping: try connection.rows(
                """
                SELECT team_id, account_id
                FROM team_member
                WHERE team_id IN (SELECT id FROM team WHERE \(condition))
                ORDER BY team_id, place
                """
            ) { (team: $0.id() as Team.ID, user: $0.id() as User.ID) }, by: \.team)
        let overrides = Dictionary(
            grouping: try connection.rows(
                """
                SELECT team_id, id, account_id, start_time, end_time
                FROM team_override
                WHERE team_id IN (SELECT id FROM team WHERE \(condition))
                ORDER BY team_id, start_time, id
                """
            ) { row in
                (
                    team: row.id() as Team.ID,
                    override: TeamOverride(
                        id: row.id(), user: row.id(), start: row.time(), end: row.time())
                )
            }, by: \.team)
        return try connection.rows(
            """
            SELECT id, name, zone, weekday, handover, first_week
            FROM team
            WHERE \(condition)
            ORDER BY name, id
            """
        ) { row in
            let id: Team.ID = row.id()
            let name = row.text()
            // A zone that this machine does not know any more: better told at another hour than never.
            let zone = Zone(named: row.text()) ?? .utc
            return Team(
                id: id, name: name,
                rota: Rota(
                    weekday: Int(row.integer()), time: TimeOfDay(microseconds: row.integer()),
                    zone: zone),
                members: members[id]?.map(\.user) ?? [], firstWeek: row.integer(),
                overrides: overrides[id]?.map(\.override) ?? [])
        }
    }

    /// Stores a changed team, but for its overrides; refused if another one has its name.
    package func update(_ team: Team) throws {
        try RuleChangeStore(connection).note()
        try refusingTakenName(team.name) {
            try connection.execute(
                """
                UPDATE team
                SET name = \(team.name), zone = \(team.rota.zone.name),
                    weekday = \(team.rota.weekday), handover = \(team.rota.time.microseconds),
                    first_week = \(team.firstWeek)
                WHERE id = \(team.id)
                """)
        }
        try connection.execute("DELETE FROM team_member WHERE team_id = \(team.id)")
        try link(team.members, to: team.id)
    }

    /// Removes a team; profiles that name it tell nobody there any more.
    package func delete(_ id: Team.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM team WHERE id = \(id)")
    }

    /// Has somebody step in, and forgets what was over before a moment.
    package func insertOverride(
        of user: User.ID, from start: Timestamp, to end: Timestamp, in team: Team.ID,
        forgetting moment: Timestamp
    ) throws {
        try RuleChangeStore(connection).note()
        try connection.execute(
            "DELETE FROM team_override WHERE team_id = \(team) AND end_time < \(moment)")
        try connection.execute(
            """
            INSERT INTO team_override (team_id, account_id, start_time, end_time)
            VALUES (\(team), \(user), \(start), \(end))
            """)
    }

    /// Removes an override of a team.
    package func delete(_ id: TeamOverride.ID, of team: Team.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM team_override WHERE id = \(id) AND team_id = \(team)")
    }

    @discardableResult
    private func refusingTakenName<Value>(_ name: String, _ body: () throws -> Value) throws
        -> Value
    {
        do {
            return try body()
        } catch SQLError.uniqueViolation {
            throw Refusal.invalid("name", .text("There is a team \"\(name)\" already."))
        }
    }
}
