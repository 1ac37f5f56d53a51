import ArgusVocabulary

/// Of what somebody wants to be notified, when, and where.
package struct NotificationProfile: Hashable, Sendable {
    package typealias ID = Identifier<NotificationProfile>

    package let id: ID
    package let user: User.ID
    /// Unique among the owner's, if there is one.
    package var name: String?
    package var timeslot: Timeslot.ID
    package var filters: [StoredFilter.ID]
    package var destinations: [Destination.ID]
    package var isActive: Bool
    package var rules: ProfileRules

    /// Puts a profile together from what is stored.
    package init(
        id: ID, user: User.ID, name: String?, timeslot: Timeslot.ID, filters: [StoredFilter.ID],
        destinations: [Destination.ID], isActive: Bool, rules: ProfileRules = ProfileRules()
    ) {
        (self.id, self.user, self.name, self.timeslot) = (id, user, name, timeslot)
        (self.filters, self.destinations, self.isActive) = (filters, destinations, isActive)
        self.rules = rules
    }

    /// Whether it tells anything at a moment, as far as itself says.
    package func tells(at moment: Timestamp) -> Bool {
        isActive && !rules.isPaused(at: moment) && !filters.isEmpty
    }
}

/// What somebody says of a profile: all of it to store one, some of it to change one.
package struct NotificationProfileChange: Hashable, Sendable {
    /// `.some(nil)` takes the name away.
    package var name: String??
    package var timeslot: Timeslot.ID?
    package var filters: [StoredFilter.ID]?
    package var destinations: DestinationChoice?
    package var isActive: Bool?
    package var rules: ProfileRules?

    /// Says nothing yet.
    package init() {}
}

/// How somebody says where to be notified.
package enum DestinationChoice: Hashable, Sendable {
    /// By primary keys.
    case these([Destination.ID])
    /// By media, as version 1 of the API does: by e-mail to the account's address, by SMS to a number.
    case media([Medium], phoneNumber: Destination.ID?)

    /// The destinations that are meant, of those that somebody has; `current` are those in use.
    package func chosen(
        from own: [Destination], current: [Destination] = []
    ) throws(Refusal) -> [Destination] {
        switch self {
        case .these(let ids):
            var chosen: [Destination] = []
            for id in ids.withoutRepetitions() {
                guard let destination = own.first(where: { $0.id == id }) else {
                    throw .noObject("destinations", id.rawValue)
                }
                chosen.append(destination)
            }
            return chosen
        case .media(let media, let number):
            let emails = media.contains(.email) ? try Self.emails(own, current) : []
            let numbers = media.contains(.sms) ? try Self.numbers(own, current, number) : []
            // Others cannot be named by media, so they are not left out by them.
            return emails + numbers + current.filter { ![.email, .sms].contains($0.medium) }
        }
    }

    private static func emails(
        _ own: [Destination], _ current: [Destination]
    ) throws(Refusal) -> [Destination] {
        let kept = current.filter { $0.medium == .email }
        if !kept.isEmpty { return kept }
        guard let managed = own.first(where: { $0.isManaged && $0.medium == .email }) else {
            throw .invalid("media", .noEmailAddress)
        }
        return [managed]
    }

    private static func numbers(
        _ own: [Destination], _ current: [Destination], _ wanted: Destination.ID?
    ) throws(Refusal) -> [Destination] {
        guard let wanted else {
            let kept = current.filter { $0.medium == .sms }
            guard !kept.isEmpty else {
                throw .invalid("phone_number", .null)
            }
            return kept
        }
        guard let number = own.first(where: { $0.id == wanted && $0.medium == .sms }) else {
            throw .noObject("phone_number", wanted.rawValue)
        }
        // The first is what is shown of several.
        let kept = current.filter { $0.medium == .sms }
        return kept.first == number ? kept : [number]
    }
}
