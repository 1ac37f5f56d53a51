import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Which messages somebody wants to see.
package struct DeliverySelection: Hashable, Sendable {
    /// Whose they are.
    package enum Owner: Hashable, Sendable {
        /// One's own.
        case asker
        /// Those of all accounts, for the staff.
        case everybody
        /// Those of the account of a name; another's are for the staff.
        case account(String)
    }

    package var owner: Owner
    package var destination: Destination.ID?
    package var state: NotificationDelivery.State?
    package var reason: DeliveryReason?

    /// Wants to see all of somebody's.
    package init(of owner: Owner = .asker) {
        self.owner = owner
    }
}

/// A message with what it is about.
package struct ListedDelivery: Sendable {
    package let delivery: NotificationDelivery
    package let username: String
    package let incident: Incident
}

extension NotificationOperations {
    /// Lists messages, the last one first and no more than so many.
    package func deliveries(
        _ selection: DeliverySelection, before id: NotificationDelivery.ID? = nil,
        limit: Int = 100, by requester: Requester
    ) async throws -> [NotificationDelivery] {
        try await database.read { stores in
            try stores.selected(selection, before: id, limit: limit, by: requester)
        }
    }

    /// Lists messages with what they are about, the last one first and no more than so many.
    package func listed(
        _ selection: DeliverySelection, before id: NotificationDelivery.ID? = nil,
        limit: Int = 100, by requester: Requester
    ) async throws -> [ListedDelivery] {
        try await database.read { stores in
            let found = try stores.selected(selection, before: id, limit: limit, by: requester)
            let names = try stores.accounts.names(Set(found.map(\.user)))
            let incidents = Dictionary(
                try stores.incidents.find(Set(found.map(\.incident))).map { ($0.id, $0) }
            ) { $1 }
            return found.compactMap { delivery in
                incidents[delivery.incident].map { incident in
                    ListedDelivery(
                        delivery: delivery, username: names[delivery.user] ?? "",
                        incident: incident)
                }
            }
        }
    }

    /// So many messages are found at once at most by ``touched(within:)``.
    package static let touchedAtOnce = 1000

    /// Of which messages something became within the last seconds.
    ///
    /// It is what pages look at again and again: whoever sends does nothing for it.
    package func touched(within seconds: Int) async throws -> Set<TouchedDelivery> {
        let since = database.clock() - .seconds(seconds)
        return Set(
            try await database.glance { stores in
                try stores.deliveries.touched(since: since, limit: Self.touchedAtOnce)
            })
    }
}

extension Stores {
    fileprivate func selected(
        _ selection: DeliverySelection, before id: NotificationDelivery.ID?, limit: Int,
        by requester: Requester
    ) throws -> [NotificationDelivery] {
        try deliveries.list(
            of: user(of: selection.owner, for: requester), to: selection.destination,
            selection.state, selection.reason, before: id, limit: limit)
    }

    private func user(
        of owner: DeliverySelection.Owner, for requester: Requester
    ) throws -> User.ID? {
        switch owner {
        case .asker: return try requester.user.id
        case .everybody:
            guard requester.isAtLeast(.staff) else { throw Refusal.noPermission }
            return nil
        case .account(let name):
            if let own = requester.account, own.username == name { return own.id }
            guard requester.isAtLeast(.staff) else { throw Refusal.noPermission }
            guard let user = try accounts.find(username: name) else {
                throw Refusal.invalid("user", "There is no account \"\(name)\".")
            }
            return user.id
        }
    }
}
