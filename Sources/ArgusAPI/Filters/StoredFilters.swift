import ArgusCore
import ArgusHTTP
import ArgusOperations

/// What the query of a list names by primary key: a stored filter, a
/// notification profile.
struct StoredFilters {
    /// The parameters that are no primary keys.
    private(set) var malformed: [String] = []
    /// What the others stand for, of which all must hold: nothing, if it is not the asker's to use.
    private(set) var found: [IncidentFilter] = []

    /// Looks up what the query names.
    init(_ call: Call) async throws {
        let requester = try call.requester
        if let pk = pk("filter_pk", call.query) {
            let operations = call.operations.filters
            found.append(try await operations.incidents(of: StoredFilter.ID(pk), for: requester))
        }
        if let pk = pk("notificationprofile_pk", call.query) {
            let operations = call.operations.notificationProfiles
            found.append(
                try await operations.incidents(of: NotificationProfile.ID(pk), for: requester)
                    ?? .nothing)
        }
    }

    private mutating func pk(_ name: String, _ query: Query) -> Int64? {
        guard let text = query.value(name) else { return nil }
        guard let pk = primaryKey(text.trimmingBlanks()) else {
            malformed.append(name)
            return nil
        }
        return pk
    }
}
