import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `destination`.
package struct DestinationStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL = "id, account_id, media, label, settings, managed"

    /// Stores a destination; refused if its owner has one of that label, or with those settings.
    package func insert(_ new: NewDestination, of user: User.ID) throws -> Destination.ID {
        // Whoever is on call is reached there, too.
        try RuleChangeStore(connection).note()
        let settings = try JSONColumn.write(new.settings)
        try refuseTaken(new.medium, label: new.label, settings: settings, of: user, except: nil)
        return try connection.first(
            """
            INSERT INTO destination (account_id, media, label, settings, managed)
            VALUES (\(user), \(new.medium.rawValue), \(new.label), \(settings), \(new.managed))
            RETURNING id
            """
        ) { $0.id() } ?? Destination.ID(0)
    }

    /// Two things are unique, and the asker is told which one is taken.
    private func refuseTaken(
        _ medium: Medium, label: String?, settings: String, of user: User.ID,
        except id: Destination.ID?
    ) throws {
        let others: SQL =
            """
            account_id = \(user) AND media = \(medium.rawValue)
                AND id <> \(id ?? Destination.ID(0))
            """
        let isLabelTaken = try connection.exists(
            "SELECT 1 FROM destination WHERE \(others) AND label = \(label)")
        if isLabelTaken { throw Refusal.taken("label", .label) }
        let areSettingsTaken = try connection.exists(
            "SELECT 1 FROM destination WHERE \(others) AND settings = \(settings)")
        if areSettingsTaken { throw Refusal.settingsTaken }
    }

    /// Finds a destination by its primary key.
    package func find(_ id: Destination.ID) throws -> Destination? {
        try find([id]).first
    }

    /// Finds destinations by their primary keys, in the order of these.
    package func find(_ ids: Set<Destination.ID>) throws -> [Destination] {
        try destinations("id IN \(list: Array(ids))")
    }

    /// Lists everybody's destinations.
    package func list() throws -> [Destination] {
        try destinations("1 = 1")
    }

    /// Lists somebody's destinations: those of one medium, or all.
    package func list(of user: User.ID, _ medium: Medium? = nil) throws -> [Destination] {
        guard let medium else { return try destinations("account_id = \(user)") }
        return try destinations("account_id = \(user) AND media = \(medium.rawValue)")
    }

    private func destinations(_ condition: SQL) throws -> [Destination] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM destination
            WHERE \(condition)
            ORDER BY id
            """
        ) { try Destination(row: &$0) }
    }

    /// Whether somebody else has a destination that leads to the same place.
    package func isShared(_ destination: Destination) throws -> Bool {
        try connection.exists(
            """
            SELECT 1
            FROM destination
            WHERE media = \(destination.medium.rawValue)
                AND settings = \(try JSONColumn.write(destination.settings))
                AND account_id <> \(destination.user)
            """)
    }

    /// Stores a changed destination; refused if its owner has another one of that label, or with
    /// those settings.
    package func update(_ destination: Destination) throws {
        try RuleChangeStore(connection).note()
        let settings = try JSONColumn.write(destination.settings)
        try refuseTaken(
            destination.medium, label: destination.label, settings: settings,
            of: destination.user, except: destination.id)
        try connection.execute(
            """
            UPDATE destination
            SET label = \(destination.label), settings = \(settings),
                managed = \(destination.managed)
            WHERE id = \(destination.id)
            """)
    }

    /// Removes a destination; refused by the schema while a notification profile uses it.
    package func delete(_ id: Destination.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM destination WHERE id = \(id)")
    }
}

extension Destination {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), user: row.id(), medium: Medium(stored: row.text()),
            label: row.optionalText(), settings: try row.json(),
            managed: row.optionalInteger().map { $0 != 0 })
    }
}
