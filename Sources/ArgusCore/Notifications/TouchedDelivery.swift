import ArgusVocabulary

/// What a message is like just now: another value after whatever becomes of it.
package struct TouchedDelivery: Hashable, Sendable {
    package let id: NotificationDelivery.ID
    package let incident: Incident.ID
    package let user: User.ID
    private let state: String
    private let attempts: Int
    private let updated: Timestamp

    /// Puts together what is stored.
    package init(
        id: NotificationDelivery.ID, incident: Incident.ID, user: User.ID, state: String,
        attempts: Int, updated: Timestamp
    ) {
        (self.id, self.incident, self.user) = (id, incident, user)
        (self.state, self.attempts, self.updated) = (state, attempts, updated)
    }
}
