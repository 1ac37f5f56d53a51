import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

/// Everything that one can do, on one database.
package struct Operations: Sendable {
    package let accounts: AccountOperations
    package let tokens: TokenOperations
    package let sessions: SessionOperations
    package let preferences: PreferenceOperations
    package let sources: SourceSystemOperations
    package let incidents: IncidentOperations
    package let log: LogOperations
    package let bulk: BulkOperations
    package let tags: TagOperations
    package let changes: ChangeOperations
    package let filters: FilterOperations
    package let timeslots: TimeslotOperations
    package let holidays: HolidayOperations
    package let destinations: DestinationOperations
    package let notificationProfiles: NotificationProfileOperations
    package let teams: TeamOperations
    package let plannedMaintenance: PlannedMaintenanceOperations
    package let notifications: NotificationOperations
    package let watch: WatchOperations
    /// What is told of who was turned away.
    package let security: SecurityLog
    /// The time, as the operations see it.
    package let clock: WallClock
    private let driver: any SQLDriver

    /// Works on a database whose schema is up to date; `pause` is how those wait who follow the
    /// changes.
    package init(
        driver: any SQLDriver, clock: @escaping WallClock, limits: FailureLimits = FailureLimits(),
        policy: IncidentPolicy = IncidentPolicy(),
        idleSessions idleLimit: Duration = SessionOperations.lifetime,
        waiting: DatabaseLimits = DatabaseLimits(),
        notifying: NotificationPolicy = NotificationPolicy(), channels: [any Channel] = [],
        watching: WatchPolicy = WatchPolicy(), security: SecurityLog = SecurityLog(),
        pause: @escaping Pause = { try await Task.sleep(for: $0) }
    ) {
        let database = Database(driver: driver, clock: clock, pause: pause, limits: waiting)
        let presence = Presence()
        accounts = AccountOperations(
            database: database, limits: limits, security: security, pause: pause)
        tokens = TokenOperations(
            database: database, presence: presence, limits: limits, security: security)
        sessions = SessionOperations(database: database, idleLimit: idleLimit)
        preferences = PreferenceOperations(database: database)
        sources = SourceSystemOperations(
            database: database, presence: presence, security: security)
        incidents = IncidentOperations(database: database, presence: presence, policy: policy)
        log = LogOperations(database: database)
        bulk = BulkOperations(database: database)
        tags = TagOperations(database: database)
        changes = ChangeOperations(database: database, presence: presence)
        filters = FilterOperations(database: database)
        timeslots = TimeslotOperations(database: database)
        holidays = HolidayOperations(database: database)
        destinations = DestinationOperations(database: database)
        notificationProfiles = NotificationProfileOperations(database: database)
        teams = TeamOperations(database: database)
        plannedMaintenance = PlannedMaintenanceOperations(database: database)
        notifications = NotificationOperations(
            database: database, policy: notifying, limits: limits, channels: channels)
        watch = WatchOperations(
            database: database, presence: presence, sources: sources, policy: watching)
        self.security = security
        self.clock = clock
        self.driver = driver
    }

    /// Opens a database and brings its schema up to date; tells the steps that were missing.
    package static func open(
        _ driver: some SQLDriver, clock: @escaping WallClock,
        limits: FailureLimits = FailureLimits(),
        policy: IncidentPolicy = IncidentPolicy(),
        idleSessions idleLimit: Duration = SessionOperations.lifetime,
        waiting: DatabaseLimits = DatabaseLimits(),
        notifying: NotificationPolicy = NotificationPolicy(), channels: [any Channel] = [],
        watching: WatchPolicy = WatchPolicy(), security: SecurityLog = SecurityLog()
    ) async throws -> (operations: Operations, migrations: [String]) {
        let migrations = try await DatabaseSchema.migrator.run(on: driver)
        if let source = try await driver.read({ try MoveMark($0).source() }) {
            throw DataMove.Failure.otherMove(from: source)
        }
        let operations = Operations(
            driver: driver, clock: clock, limits: limits, policy: policy,
            idleSessions: idleLimit, waiting: waiting, notifying: notifying, channels: channels,
            watching: watching,
            security: security)
        try await operations.sources.ensureBuiltIn()
        return (operations, migrations)
    }

    /// Whether a database has nothing in it yet, so that opening it would make everything.
    package static func findNothing(on driver: some SQLDriver) async throws -> Bool {
        try await DatabaseSchema.migrator.findsNothing(on: driver)
    }

    /// What kind of database it is, as people call it.
    package var databaseName: String {
        switch driver.dialect {
        case .sqlite: "SQLite"
        case .postgresql: "PostgreSQL"
        }
    }

    /// Ends the connections to the database, after what is under way.
    package func close() throws {
        try driver.close()
    }
}
