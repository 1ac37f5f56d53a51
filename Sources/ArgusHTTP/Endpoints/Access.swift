import ArgusCore
import ArgusVocabulary

/// Who may ask at a path, and who may do anything there but look.
///
/// The operations decide who may do what. That it is asked here too keeps the order in which the
/// existing server refuses: whoever may not change anything at a path is not told which methods it
/// knows, which parts of the path are wrong, or what is wrong with a body.
package enum Access: Hashable, Sendable {
    /// Nobody need say who asks.
    case everybody
    /// Everybody who is known; what is changed is only the asker's own.
    case own
    /// Everybody who is known may look; changing something takes a role, or one that may do more.
    case changing(Role)

    /// For those who may act on incidents, as at most paths.
    package static let acting = Access.changing(.operator)

    /// Refuses those who may not change anything there.
    func check(_ asker: Requester) throws(Refusal) {
        try asker.checkScope()
        guard case .changing(let role) = self else { return }
        guard asker.isAtLeast(role) else { throw .noPermission }
    }
}
