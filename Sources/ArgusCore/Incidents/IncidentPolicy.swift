/// What whoever runs the server has decided about incidents.
package struct IncidentPolicy: Hashable, Sendable {
    /// Whether incidents can be deleted.
    package let allowsDeletion: Bool
    /// How many percent of its open incidents a source's snapshot may close without a confirmation.
    package let maxCloseShare: Int

    /// Keeps all incidents, and half of those that a snapshot leaves out, unless told otherwise.
    package init(allowsDeletion: Bool = false, maxCloseShare: Int = 50) {
        (self.allowsDeletion, self.maxCloseShare) = (allowsDeletion, maxCloseShare)
    }
}
