/// What happens when a problem that is over comes back under the same key.
package enum Recurrence: String, CaseIterable, Sendable {
    /// A new incident, whose `source_incident_id` is the key, `@`, and the time at which the
    /// problem began, in UTC: `42@2026-11-20T03:14:07Z`.
    case new
    /// The old incident goes on: the event `RES` opens it again.
    case restart
}
