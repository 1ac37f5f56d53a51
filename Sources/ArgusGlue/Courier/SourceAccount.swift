import ArgusClient

/// As whom, and how, the alerts of a source are delivered.
package struct SourceAccount: Sendable {
    /// Whose alerts they are.
    package let name: SourceName
    /// The API of the server, with the source's own token.
    package let client: ArgusClient
    /// The server's root.
    package let server: String
    /// How they are sent, and how long it waits when that fails.
    package let policy: CourierPolicy
    /// How often the server is told that the source is alive; nil for never.
    package let heartbeat: Duration?
    /// How long its oldest alert may wait until an incident tells of that; nil for any time.
    package let queueAlarm: Duration?

    /// Puts together what delivery needs.
    package init(
        name: SourceName = .default, client: ArgusClient, server: String,
        policy: CourierPolicy = CourierPolicy(), heartbeat: Duration? = .seconds(60),
        queueAlarm: Duration? = nil
    ) {
        (self.name, self.client, self.server) = (name, client, server)
        (self.policy, self.heartbeat, self.queueAlarm) = (policy, heartbeat, queueAlarm)
    }
}
