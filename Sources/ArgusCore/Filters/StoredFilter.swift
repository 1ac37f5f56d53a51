import ArgusVocabulary

/// A filter that somebody has stored under a name.
package struct StoredFilter: Hashable, Sendable {
    package typealias ID = Identifier<StoredFilter>

    package let id: ID
    package let user: User.ID
    /// Unique among the owner's.
    package var name: String
    package var blob: FilterBlob
    /// Whether everybody may look at it and use it.
    package var isPublic: Bool

    /// Puts a filter together from what is stored.
    package init(id: ID, user: User.ID, name: String, blob: FilterBlob, isPublic: Bool = false) {
        (self.id, self.user, self.name, self.blob) = (id, user, name, blob)
        self.isPublic = isPublic
    }

    /// Whether somebody may look at it and use it.
    package func isVisible(to requester: Requester) -> Bool {
        requester.account.map { isVisible(toAccount: $0.id) } ?? isPublic
    }

    /// Whether the owner of an account may look at it and use it.
    package func isVisible(toAccount id: User.ID) -> Bool {
        isPublic || user == id
    }

    /// The filter after a change.
    package func changed(_ change: FilterChange) -> StoredFilter {
        StoredFilter(
            id: id, user: user, name: change.name ?? name, blob: change.blob ?? blob,
            isPublic: change.isPublic ?? isPublic)
    }
}

/// What is needed to store a filter.
package struct NewFilter: Hashable, Sendable {
    package var name: String
    package var blob: FilterBlob
    package var isPublic: Bool

    /// Describes a filter to store.
    package init(name: String, blob: FilterBlob = FilterBlob(), isPublic: Bool = false) {
        (self.name, self.blob, self.isPublic) = (name, blob, isPublic)
    }
}

/// Which fields of a stored filter are to change; nil leaves one as it is.
package struct FilterChange: Hashable, Sendable {
    package var name: String?
    package var blob: FilterBlob?
    package var isPublic: Bool?

    /// Describes a change.
    package init(name: String? = nil, blob: FilterBlob? = nil, isPublic: Bool? = nil) {
        (self.name, self.blob, self.isPublic) = (name, blob, isPublic)
    }
}
