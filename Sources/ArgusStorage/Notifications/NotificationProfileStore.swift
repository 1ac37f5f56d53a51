import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `notification_profile`, `notification_profile_filter` and
/// `notification_profile_destination`.
package struct NotificationProfileStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Stores a profile, whose primary key does not count, and says which it gets; refused if its
    /// owner has one of that name.
    package func insert(_ new: NotificationProfile) throws -> NotificationProfile.ID {
        try RuleChangeStore(connection).note()
        let rules = try JSONColumn.write(ProfileRulesColumn(new.rules))
        let id: NotificationProfile.ID = try refusingTakenName {
            try connection.first(
                """
                INSERT INTO notification_profile (account_id, timeslot_id, name, active, rules)
                VALUES (\(new.user), \(new.timeslot), \(new.name), \(new.isActive), \(rules))
                RETURNING id
                """
            ) { $0.id() } ?? NotificationProfile.ID(0)
        }
        try link(new, to: id)
        return id
    }

    private func link(
        _ profile: NotificationProfile, to id: NotificationProfile.ID
    ) throws {
        let filters: [SQL] = profile.filters.map { "(\(id), \($0))" }
        if !filters.isEmpty {
            try connection.execute(
                """
                INSERT INTO notification_profile_filter (profile_id, filter_id)
                VALUES \(SQL(filters, joined: ", "))
                """)
        }
        let destinations: [SQL] = profile.destinations.map { "(\(id), \($0))" }
        if !destinations.isEmpty {
            try connection.execute(
                """
                INSERT INTO notification_profile_destination (profile_id, destination_id)
                VALUES \(SQL(destinations, joined: ", "))
                """)
        }
    }

    /// Finds a profile by its primary key.
    package func find(_ id: NotificationProfile.ID) throws -> NotificationProfile? {
        try profiles("id = \(id)").first
    }

    /// Lists everybody's profiles.
    package func list() throws -> [NotificationProfile] {
        try profiles("1 = 1")
    }

    /// Lists somebody's profiles.
    package func list(of user: User.ID) throws -> [NotificationProfile] {
        try profiles("account_id = \(user)")
    }

    /// Lists the profiles that use a filter.
    package func list(using filter: StoredFilter.ID) throws -> [NotificationProfile] {
        try profiles(
            """
            id IN (
                SELECT profile_id
                FROM notification_profile_filter
                WHERE filter_id = \(filter)
            )
            """)
    }

    /// Lists the profiles that use a destination of somebody's, at once or in an escalation.
    package func list(
        using destination: Destination.ID, of user: User.ID
    ) throws -> [NotificationProfile] {
        try list(of: user).filter { profile in
            profile.destinations.contains(destination)
                || profile.rules.escalation.contains { $0.destinations.contains(destination) }
        }
    }

    private func profiles(_ condition: SQL) throws -> [NotificationProfile] {
        let filters = try links("notification_profile_filter", "filter_id", condition)
        let destinations = try links(
            "notification_profile_destination", "destination_id", condition)
        return try connection.rows(
            """
            SELECT id, account_id, name, timeslot_id, active, rules
            FROM notification_profile
            WHERE \(condition)
            ORDER BY id
            """
        ) { row in
            let id: NotificationProfile.ID = row.id()
            return NotificationProfile(
                id: id, user: row.id(), name: row.optionalText(), timeslot: row.id(),
                filters: (filters[id] ?? []).map { StoredFilter.ID($0) },
                destinations: (destinations[id] ?? []).map { Destination.ID($0) },
                isActive: row.bool(), rules: try (row.json() as ProfileRulesColumn).rules)
        }
    }

    private func links(
        _ table: SQL, _ column: SQL, _ condition: SQL
    ) throws -> [NotificationProfile.ID: [Int64]] {
        let rows = try connection.rows(
            """
            SELECT profile_id, \(column)
            FROM \(table)
            WHERE profile_id IN (SELECT id FROM notification_profile WHERE \(condition))
            ORDER BY profile_id, \(column)
            """
        ) { (profile: $0.id() as NotificationProfile.ID, other: $0.integer()) }
        return Dictionary(grouping: rows, by: \.profile).mapValues { $0.map(\.other) }
    }

    /// Stores a changed profile; refused if its owner has another one of that name.
    package func update(_ profile: NotificationProfile) throws {
        try RuleChangeStore(connection).note()
        let rules = try JSONColumn.write(ProfileRulesColumn(profile.rules))
        try refusingTakenName {
            try connection.execute(
                """
                UPDATE notification_profile
                SET name = \(profile.name), timeslot_id = \(profile.timeslot),
                    active = \(profile.isActive), rules = \(rules)
                WHERE id = \(profile.id)
                """)
        }
        try connection.execute(
            "DELETE FROM notification_profile_filter WHERE profile_id = \(profile.id)")
        try connection.execute(
            "DELETE FROM notification_profile_destination WHERE profile_id = \(profile.id)")
        try link(profile, to: profile.id)
    }

    /// Takes a filter out of all profiles.
    package func unlink(filter: StoredFilter.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute(
            """
            DELETE FROM notification_profile_filter
            WHERE filter_id = \(filter)
            """)
    }

    /// Removes a profile.
    package func delete(_ id: NotificationProfile.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM notification_profile WHERE id = \(id)")
    }

    @discardableResult
    private func refusingTakenName<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch SQLError.uniqueViolation {
            throw Refusal.taken(Problems.whole, .profileName)
        }
    }
}
