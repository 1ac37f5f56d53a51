/// A table of the schema, as it is copied from one database into another.
package struct StoredTable: Hashable, Sendable {
    package let name: String
    /// The columns of a unique index, by which rows are told apart and put in order.
    let key: [String]

    private init(_ name: String, by key: String...) {
        (self.name, self.key) = (name, key)
    }

    /// Whether rows of other tables are derived from its own.
    var hasDerivedRows: Bool { self == Self.incident }

    /// Whether the database itself gives out its keys.
    package var hasIdentity: Bool { key == ["id"] }

    private static let incident = StoredTable("incident", by: "id")

    /// Tables that only SQLite has, and whose rows are derived from those of `incident`.
    package static let derived = ["incident_tag", "open_incident_tag"]

    /// All other tables that the migrations make, those first to which others refer.
    package static let all = [
        StoredTable("account", by: "id"),
        StoredTable("token", by: "id"),
        StoredTable("session", by: "digest"),
        StoredTable("failed_attempt", by: "place"),
        StoredTable("secret", by: "name"),
        StoredTable("preference", by: "account_id", "namespace"),
        StoredTable("idempotency_key", by: "account_id", "key"),
        StoredTable("source_system_type", by: "name"),
        StoredTable("source_system", by: "id"),
        StoredTable("tag", by: "id"),
        incident,
        StoredTable("event", by: "id"),
        StoredTable("log_text", by: "id"),
        StoredTable("alert_expiry", by: "incident_id"),
        StoredTable("acknowledgement", by: "event_id"),
        StoredTable("change", by: "id"),
        StoredTable("filter", by: "id"),
        StoredTable("timeslot", by: "id"),
        StoredTable("time_recurrence", by: "id"),
        StoredTable("destination", by: "id"),
        StoredTable("notification_profile", by: "id"),
        StoredTable("holiday_calendar", by: "account_id"),
        StoredTable("planned_maintenance", by: "id"),
        StoredTable(
            "planned_maintenance_filter", by: "planned_maintenance_id", "filter_id"),
        StoredTable("maintenance_notice", by: "id"),
        StoredTable("maintenance_decision", by: "notice_id", "event_id"),
        StoredTable("deleted_profile", by: "id"),
        StoredTable("outbox", by: "id"),
        StoredTable("decision", by: "event_id"),
        StoredTable("delivery", by: "id"),
        StoredTable("escalation", by: "id"),
        StoredTable("team", by: "id"),
        StoredTable("team_member", by: "team_id", "account_id"),
        StoredTable("team_override", by: "id"),
        StoredTable("rule_change", by: "id"),
        StoredTable("notification_profile_filter", by: "profile_id", "filter_id"),
        StoredTable("notification_profile_destination", by: "profile_id", "destination_id"),
    ]
}
