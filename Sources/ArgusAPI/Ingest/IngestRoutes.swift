import ArgusHTTP

/// The site map of what programs know of other servers: the programming interfaces to which many tools
/// can send alerts already, below `/ingest/`.
package enum IngestRoutes {
    /// All endpoints.
    package static var endpoints: [ForeignEndpoint] {
        AlertmanagerRoutes.endpoints + AlertmanagerSilenceRoutes.endpoints
            + PagerDutyRoutes.endpoints + OpsgenieRoutes.endpoints
    }
}
