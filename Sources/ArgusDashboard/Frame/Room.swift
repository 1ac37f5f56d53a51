import ArgusCore

/// The parts of the dashboard to which the navigation leads, in its order.
enum Room: CaseIterable {
    case incidents, maintenance, notifications, sources, users

    var label: String {
        switch self {
        case .incidents: "Incidents"
        case .maintenance: "Maintenance"
        case .notifications: "Notifications"
        case .sources: "Sources"
        case .users: "Users"
        }
    }

    var path: String {
        switch self {
        case .incidents: "/incidents/"
        case .maintenance: "/plannedmaintenance/"
        case .notifications: "/notifications/"
        case .sources: "/sources/"
        case .users: "/users/"
        }
    }

    /// Those where somebody has something to see.
    static func open(to requester: Requester) -> [Room] {
        allCases.filter { room in
            switch room {
            case .incidents, .maintenance, .notifications: true
            case .sources: requester.may(.administerSources)
            case .users: requester.may(.administerAccounts)
            }
        }
    }
}
