import ArgusSQL
import ArgusStorage

/// The stores of all tables, on one connection.
package struct Stores {
    let connection: any SQLConnection

    package var accounts: AccountStore { AccountStore(connection) }
    package var tokens: TokenStore { TokenStore(connection) }
    package var sessions: SessionStore { SessionStore(connection) }
    package var failedAttempts: FailedAttemptStore { FailedAttemptStore(connection) }
    package var preferences: PreferenceStore { PreferenceStore(connection) }
    package var idempotency: IdempotencyStore { IdempotencyStore(connection) }
    package var sources: SourceSystemStore { SourceSystemStore(connection) }
    package var incidents: IncidentStore { IncidentStore(connection) }
    package var events: EventStore { EventStore(connection) }
    package var changes: ChangeStore { ChangeStore(connection) }
    package var acknowledgements: AcknowledgementStore { AcknowledgementStore(connection) }

    package var filters: FilterStore { FilterStore(connection) }
    package var timeslots: TimeslotStore { TimeslotStore(connection) }
    package var destinations: DestinationStore { DestinationStore(connection) }
    package var notificationProfiles: NotificationProfileStore {
        NotificationProfileStore(connection)
    }
    package var plannedMaintenance: PlannedMaintenanceStore {
        PlannedMaintenanceStore(connection)
    }
}
