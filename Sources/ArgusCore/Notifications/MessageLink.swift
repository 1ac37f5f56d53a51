import ArgusVocabulary

/// What a link in a message lets somebody do without logging in: one thing, with one incident, for a
/// while.
package struct MessageLink: Hashable, Sendable {
    package let purpose: Purpose
    package let incident: Incident.ID
    /// Who was told, and in whose name it is done.
    package let user: User.ID
    /// Until when it is good.
    package let expires: Timestamp

    /// What can be done.
    package enum Purpose: String, CaseIterable, Sendable {
        case acknowledge
    }

    /// Lets somebody do something until a moment, to the second.
    package init(
        _ purpose: Purpose, _ incident: Incident.ID, as user: User.ID, until expires: Timestamp
    ) {
        (self.purpose, self.incident, self.user) = (purpose, incident, user)
        self.expires = Timestamp(microseconds: expires.microseconds / 1_000_000 * 1_000_000)
    }

    /// Reads what ``text`` writes; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count < 100, parts.count == 4, let purpose = Purpose(rawValue: parts[0]),
            let incident = Int64(parts[1]), let user = Int64(parts[2]),
            let seconds = Int64(parts[3]), (0...Int64.max / 1_000_000).contains(seconds)
        else { return nil }
        self.init(
            purpose, Incident.ID(incident), as: User.ID(user),
            until: Timestamp(microseconds: seconds * 1_000_000))
        guard self.text == text else { return nil }
    }

    /// All of it in one word, such as `acknowledge.7.3.1795765222`: what is signed.
    package var text: String {
        "\(purpose.rawValue).\(incident).\(user).\(expires.microseconds / 1_000_000)"
    }
}

/// Why a link in a message does nothing.
package enum MessageLinkProblem: String, CaseIterable, Sendable {
    /// It is none that this server made, or a part of it is missing.
    case wrong
    case expired
    /// Whom it was sent to has no account any more, or none that is active.
    case accountInactive
    /// Whom it was sent to may only look by now.
    case notPermitted
    /// The incident was removed.
    case incidentRemoved
    /// Somebody has acknowledged the incident.
    case acknowledged
    /// The incident is over.
    case closed

    /// The reason in a sentence.
    package var text: String {
        switch self {
        case .wrong: "This server made no such link, or a part of it is missing."
        case .expired: "The link is too old to be used."
        case .accountInactive: "The account that the message was sent to is no longer active."
        case .notPermitted: "The account that the message was sent to may not acknowledge."
        case .incidentRemoved: "The incident was removed."
        case .acknowledged: "Somebody has acknowledged the incident already."
        case .closed: "The incident is over already."
        }
    }
}
