import ArgusWire

/// What the routes do, in words: every operation of every version, feature by feature.
///
/// They stand beside the routes, joined to them by path and method. To describe one, see the
/// descriptions of the feature nearest to it.
enum Descriptions {
    /// All operations of a version, and those that all versions share.
    static func operations(of version: APIVersion) -> [Operation] {
        [
            IncidentDescriptions(version: version).operations,
            BulkDescriptions(version: version).operations,
            BatchDescriptions(version: version).operations,
            ChangeDescriptions(version: version).operations,
            LogDescriptions(version: version).operations,
            TagDescriptions(version: version).operations,
            SourceSystemDescriptions(version: version).operations,
            WatchedSourceDescriptions(version: version).operations,
            AccountDescriptions(version: version).operations,
            AdministrationDescriptions(version: version).operations,
            FilterDescriptions(version: version).operations,
            NotificationProfileDescriptions(version: version).operations,
            TimeslotDescriptions(version: version).operations,
            DestinationDescriptions(version: version).operations,
            MaintenanceDescriptions(version: version).operations,
            ServerDescriptions.operations(of: version),
        ].flatMap(\.self)
    }
}

extension APIVersion {
    /// The start of every operation's identifier in this version.
    var prefix: String { "\(rawValue)_" }
}
