import ArgusHTTP
import ArgusWire

/// The site map of the API: every path of every version.
package enum APIRoutes {
    /// All endpoints.
    package static var endpoints: [Endpoint] {
        [MetadataRoutes.metadata, HealthRoutes.stillAlive]
            + APIVersion.allCases.flatMap(endpoints(of:))
    }

    private static func endpoints(of version: APIVersion) -> [Endpoint] {
        let incidents = IncidentRoutes(version: version)
        let sources = SourceSystemRoutes(version: version)
        let tags = TagRoutes(version: version)
        let log = LogRoutes(version: version)
        let accounts = AccountRoutes(version: version)
        let filters = FilterRoutes(version: version)
        let everywhere = [
            incidents.list, incidents.mine, incidents.one, incidents.ticketURL,
            tags.list, tags.one,
            sources.list, sources.one,
        ]
        guard version != .v3 else {
            return everywhere + [ChangeRoutes(version: version).changes] + administration
        }
        return everywhere + [
            log.events, log.event, log.acknowledgements, log.acknowledgement,
            sources.types, sources.type, sources.heartbeat,
            accounts.tokenAuth, accounts.refreshToken, accounts.me, accounts.one,
            filters.list, filters.one,
        ]
            + filters.previews
            + (version == .v1
                ? [incidents.open, incidents.metadata, accounts.frontEndLogOut]
                    + incidents.openUnacked
                : [
                    log.allEvents, incidents.automaticTicket,
                    accounts.logIn, accounts.logOut, accounts.logOutEverywhere,
                ])
    }

    /// What the existing server has as web pages only.
    private static var administration: [Endpoint] {
        UserRoutes.endpoints + TokenRoutes.endpoints + WatchedSourceRoutes.endpoints
            + PreferenceRoutes.endpoints
    }
}
