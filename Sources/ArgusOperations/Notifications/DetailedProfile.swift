import ArgusCore
import ArgusStorage

/// A notification profile together with what it refers to: what an answer shows.
package struct DetailedProfile: Hashable, Sendable {
    package let profile: NotificationProfile
    package let timeslot: Timeslot
    package let filters: [StoredFilter]
    package let destinations: [Destination]

    /// The name that people see: its own, or what it consists of.
    package var displayName: String {
        profile.name ?? "\(timeslot.name): \(filters.map(\.name).joined(separator: ", "))"
    }
}

extension Stores {
    /// Joins profiles with what they refer to, in a few statements whatever their number.
    ///
    /// A filter that its owner has withdrawn is no part of others' profiles any more.
    func detailed(_ profiles: [NotificationProfile]) throws -> [DetailedProfile] {
        let timeslots = Dictionary(
            try self.timeslots.find(Set(profiles.map(\.timeslot))).map { ($0.id, $0) }
        ) { $1 }
        let filters = Dictionary(
            try self.filters.find(Set(profiles.flatMap(\.filters))).map { ($0.id, $0) }
        ) { $1 }
        let destinations = Dictionary(
            try self.destinations.find(Set(profiles.flatMap(\.destinations))).map { ($0.id, $0) }
        ) { $1 }
        return profiles.compactMap { profile in
            timeslots[profile.timeslot].map { timeslot in
                DetailedProfile(
                    profile: profile, timeslot: timeslot,
                    filters: profile.filters.compactMap { filters[$0] }
                        .filter { $0.isVisible(toAccount: profile.user) },
                    destinations: profile.destinations.compactMap { destinations[$0] })
            }
        }
    }

    /// The names of profiles, for a refusal.
    func names(of profiles: [NotificationProfile]) throws -> String {
        try detailed(profiles).map(\.displayName).joined(separator: ", ")
    }
}
