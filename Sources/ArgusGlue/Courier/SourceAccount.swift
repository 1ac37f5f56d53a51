import ArgusClient

/// As whom, and how, the alerts of a source are delivered.
public struct SourceAccount: Sendable {
    /// Whose alerts they are.
    public let name: SourceName
    /// The API of the server, with the source's own token.
    public let client: ArgusClient
    /// The server's root.
    public let server: String
    /// How they are sent, and how long it waits when that fails.
    public let policy: CourierPolicy
    /// How often the server is told that the source is alive; nil for never.
    public let heartbeat: Duration?

    /// Puts together what delivery needs.
    public init(
        name: SourceName = .default, client: ArgusClient, server: String,
        policy: CourierPolicy = CourierPolicy(), heartbeat: Duration? = .seconds(60)
    ) {
        (self.name, self.client, self.server) = (name, client, server)
        (self.policy, self.heartbeat) = (policy, heartbeat)
    }
}
