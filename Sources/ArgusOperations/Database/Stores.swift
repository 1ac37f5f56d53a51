import ArgusSQL
import ArgusStorage

/// The stores of all tables, on one connection.
package struct Stores {
    let connection: any SQLConnection

    /// Works on a connection.
    init(connection: any SQLConnection) {
        self.connection = connection
    }

    /// Works on a connection in a transaction that writes: where statements are a journey, they are
    /// few.
    init(writing connection: any SQLConnection) {
        switch connection.dialect {
        case .sqlite: self.connection = connection
        case .postgresql: self.connection = GatheringConnection(connection)
        }
    }

    /// Where rows are gathered that are yet to be written, if they are.
    var gathering: GatheringConnection? { connection as? GatheringConnection }

    package var accounts: AccountStore { AccountStore(connection) }
    package var tokens: TokenStore { TokenStore(connection) }
    package var sessions: SessionStore { SessionStore(connection) }
    package var failedAttempts: FailedAttemptStore { FailedAttemptStore(connection) }
    package var secrets: SecretStore { SecretStore(connection) }
    package var preferences: PreferenceStore { PreferenceStore(connection) }
    package var idempotency: IdempotencyStore { IdempotencyStore(connection) }
    package var sources: SourceSystemStore { SourceSystemStore(connection) }
    package var incidents: IncidentStore { IncidentStore(connection) }
    package var events: EventStore { EventStore(connection) }
    package var changes: ChangeStore { ChangeStore(connection) }
    package var acknowledgements: AcknowledgementStore { AcknowledgementStore(connection) }
    package var alertExpiries: AlertExpiryStore { AlertExpiryStore(connection) }

    package var filters: FilterStore { FilterStore(connection) }
    package var timeslots: TimeslotStore { TimeslotStore(connection) }
    package var holidays: HolidayStore { HolidayStore(connection) }
    package var destinations: DestinationStore { DestinationStore(connection) }
    package var notificationProfiles: NotificationProfileStore {
        NotificationProfileStore(connection)
    }
    package var deletedProfiles: DeletedProfileStore { DeletedProfileStore(connection) }
    package var ruleChanges: RuleChangeStore { RuleChangeStore(connection) }
    package var outbox: OutboxStore { OutboxStore(connection) }
    package var decisions: DecisionStore { DecisionStore(connection) }
    package var deliveries: DeliveryStore { DeliveryStore(connection) }
    package var escalations: EscalationStore { EscalationStore(connection) }
    package var teams: TeamStore { TeamStore(connection) }
    package var plannedMaintenance: PlannedMaintenanceStore {
        PlannedMaintenanceStore(connection)
    }
    package var maintenanceNotices: MaintenanceNoticeStore { MaintenanceNoticeStore(connection) }
}
