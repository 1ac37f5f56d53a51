/// The parts of the room for notifications.
enum NotificationTabs: String, CaseIterable {
    case profiles = "/notifications/"
    case timeslots = "/notifications/timeslots/"
    case holidays = "/notifications/holidays/"
    case destinations = "/notifications/destinations/"
    case teams = "/notifications/teams/"
    case messages = "/notifications/messages/"

    /// The links to all parts, for a page of this one.
    var links: [MenuItem] {
        Self.allCases.map { MenuItem($0.label, $0.rawValue, isCurrent: $0 == self) }
    }

    var label: String {
        switch self {
        case .profiles: "Profiles"
        case .timeslots: "Timeslots"
        case .holidays: "Holidays"
        case .destinations: "Destinations"
        case .teams: "Teams"
        case .messages: "Messages"
        }
    }

    /// Where one comes back to from a form.
    var parent: MenuItem { MenuItem(label, rawValue) }
}
