import ArgusVocabulary

/// Who is on call in which team, and where they are reached.
struct OnCallRules: Sendable {
    private let teams: [Team.ID: Team]
    private let destinations: [User.ID: [Destination]]
    private let inactive: Set<User.ID>
    private let usernames: [User.ID: String]

    /// Prepares what is stored.
    init(_ parts: NotificationRules.Parts) {
        teams = Dictionary(parts.teams.map { ($0.id, $0) }) { $1 }
        let people = Set(parts.teams.flatMap { $0.members + $0.overrides.map(\.user) })
        destinations = Dictionary(
            grouping: parts.destinations.filter { people.contains($0.user) }, by: \.user)
        (inactive, usernames) = (parts.inactiveAccounts, parts.usernames)
    }

    /// The same at a moment.
    func at(_ now: Timestamp) -> Moment { Moment(rules: self, now: now) }

    /// Who is on call at a moment, each team looked at once.
    struct Moment {
        fileprivate let rules: OnCallRules
        fileprivate let now: Timestamp
        private var known: [Team.ID: Called] = [:]

        fileprivate init(rules: OnCallRules, now: Timestamp) {
            (self.rules, self.now) = (rules, now)
        }

        /// Where somebody is reached who is on call, and how that came about.
        mutating func called(_ id: Team.ID) -> Called {
            if let called = known[id] { return called }
            let called = rules.called(id, at: now)
            known[id] = called
            return called
        }
    }

    /// Where somebody is reached who is on call, and how that came about, as the end of a sentence.
    struct Called {
        let destinations: [Destination]
        let note: String
    }

    private func called(_ id: Team.ID, at now: Timestamp) -> Called {
        guard let team = teams[id] else { return Called(destinations: [], note: "") }
        let call = team.onCall(at: now, inactive: inactive)
        let skipped = call.skipped.map { usernames[$0] ?? "\($0)" }
        let instead =
            switch skipped.count {
            case 0: ""
            case 1: " instead of \(skipped[0]), whose account is not active"
            default: " instead of \(skipped.joined(separator: ", ")), whose accounts are not active"
            }
        return Called(
            destinations: call.user.flatMap { destinations[$0] } ?? [],
            note: "on call in team \"\(team.name)\"\(instead)")
    }
}
