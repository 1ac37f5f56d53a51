import ArgusSQL

/// All steps of the schema, in order.
package enum DatabaseSchema {
    /// The steps.
    package static let migrations = [
        Migration(1, "first incident", firstIncident),
        Migration(2, "notifications", notifications),
        Migration(3, "changes", changes),
        Migration(4, "administration", administration),
        Migration(5, "list", list),
        Migration(6, "log text", logText),
        Migration(7, "rare", rare),
        Migration(8, "alert expiry", alertExpiry),
        Migration(9, "deliveries", deliveries),
        Migration(10, "source queue", sourceQueue),
        Migration(11, "threads", threads),
        Migration(13, "teams", teams),
        Migration(14, "secret", secret),
        Migration(15, "deleted profiles", deletedProfiles),
        Migration(16, "times", times),
    ]

    /// Brings a database to what the stores of this target expect.
    package static let migrator = Migrator(migrations)
}
