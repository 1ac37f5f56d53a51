import ArgusHTTP
import ArgusVocabulary
import ArgusWire

/// The site map of the API: every path of every version.
package enum APIRoutes {
    /// All endpoints.
    package static var endpoints: [Endpoint] {
        common + APIVersion.allCases.flatMap(endpoints(of:))
    }

    /// The endpoints that all versions share.
    static let common = [
        MetadataRoutes.metadata, HealthRoutes.stillAlive, SchemaRoutes.stable, DocsRoutes.stable,
        DocsRoutes.swagger,
    ]

    /// The endpoints of a version.
    static func endpoints(of version: APIVersion) -> [Endpoint] {
        let incidents = IncidentRoutes(version: version)
        let sources = SourceSystemRoutes(version: version)
        let tags = TagRoutes(version: version)
        let log = LogRoutes(version: version)
        let accounts = AccountRoutes(version: version)
        let everywhere = [
            incidents.list, incidents.mine, incidents.one, incidents.ticketURL,
            tags.list, tags.one,
            sources.list, sources.one,
            SchemaRoutes.one(of: version), DocsRoutes.one(of: version),
        ]
        guard version != .v3 else {
            let batch = BatchRoutes(version: version)
            return everywhere + notifications(of: version) + administration + [
                batch.batch.new, batch.snapshot.new, ChangeRoutes(version: version).changes.new,
                accounts.password.new,
            ]
        }
        let bulk = BulkRoutes(version: version)
        return everywhere + [
            log.events, log.event, log.acknowledgements, log.acknowledgement,
            sources.types, sources.type, sources.heartbeat,
            accounts.tokenAuth, accounts.refreshToken, accounts.me, accounts.one,
        ]
            + notifications(of: version)
            + (version == .v1
                ? incidents.plainLists + [incidents.metadata, accounts.frontEndLogOut]
                : [
                    log.allEvents, incidents.automaticTicket,
                    bulk.acknowledgements, bulk.events, bulk.ticketURL,
                    accounts.logIn, accounts.logOut, accounts.logOutEverywhere,
                ])
    }

    /// What the existing server has as web pages only.
    private static var administration: [Endpoint] {
        let endpoints =
            UserRoutes.endpoints + TokenRoutes.endpoints + WatchedSourceRoutes.endpoints
            + PreferenceRoutes.endpoints
        return endpoints.map(\.new)
    }

    private static func notifications(of version: APIVersion) -> [Endpoint] {
        let media = MediumRoutes(version: version)
        let destinations = DestinationRoutes(version: version)
        let mediaAndDestinations = [
            media.list, media.one, media.schema,
            destinations.list, destinations.one, destinations.duplicate,
        ]
        let profiles = NotificationProfileRoutes(version: version)
        let timeslots = TimeslotRoutes(version: version)
        let maintenance = PlannedMaintenanceRoutes(version: version)
        guard version != .v3 else {
            let ofNewer = [
                profiles.list, profiles.preview, profiles.one, destinations.test, timeslots.list,
                timeslots.one, maintenance.list, maintenance.one, HolidayRoutes.endpoint,
            ]
            return mediaAndDestinations
                + (ofNewer + ChannelRoutes.endpoints + DeliveryRoutes.endpoints
                + TeamRoutes.endpoints).map(\.new)
        }
        let filters = FilterRoutes(version: version)
        let profilesAndParts =
            [
                filters.list, filters.one, timeslots.list, timeslots.one,
                profiles.list, profiles.one, profiles.incidents,
            ] + filters.previews
        let phoneNumbers = PhoneNumberRoutes()
        return profilesAndParts
            + (version == .v1
                ? [phoneNumbers.list, phoneNumbers.one]
                : mediaAndDestinations + [maintenance.list, maintenance.one])
    }
}
