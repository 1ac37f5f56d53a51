import ArgusVocabulary

/// Why a request as a whole is turned down, for each door to put into its own words.
///
/// Here it has the words for people. The API says it in the words of the existing server, some of
/// which say more of that server than of the reason.
package enum Reason: Hashable, Sendable {
    /// There is no such thing, or none that the asker may see.
    case noSuch(Thing)
    /// The asker is known, but may not do this.
    case noPermission
    /// There is no such account, or its password is another.
    case wrongCredentials
    /// Nobody has that token.
    case wrongToken
    /// The token is over.
    case expiredToken
    /// Whose token it is cannot use the server.
    case inactiveAccount
    /// A token is to be renewed that the account, which has this name, does not have.
    case noAccountToken(String)
    /// The source has an incident with that identifier of its own.
    case incidentExists(identifier: String, source: SourceSystem.ID)
    /// Incidents are kept.
    case deletionIsOff
    /// No ticket system is connected that could make a ticket.
    case noTicketSystem
    /// There is no such incident, whose tags are asked for.
    case noTaggedIncident(Incident.ID)
    /// There is no such destination, or it is another's, of which a double is looked for.
    case noDestination(Destination.ID)
    /// There is no such source system, which was named; nil for null.
    case noSource(SourceSystem.ID?)
    /// Only superusers say of which source system an incident is.
    case mayNotNameSource
    /// Whoever creates an incident is no source system.
    case isNoSource
    /// There is a source system of that name and type.
    case sourceSystemExists
    /// An acknowledgement is over, so it stays as it is.
    case acknowledgementExpired
    /// Planned maintenance has begun, so it stays.
    case maintenanceBegan
    /// The destination follows the account's e-mail address.
    case destinationIsManaged
    /// A link in a message does nothing.
    case messageLink(MessageLinkProblem)
    /// Something else needs it.
    case inUse(Thing, by: Use)

    /// What needs something.
    package enum Use: Hashable, Sendable {
        /// Notification profiles, by their names.
        case profiles(String)
        /// Notification profiles, by the names of their owners' accounts: others' are called what is
        /// nobody's business.
        case profilesOf(String)
        /// Planned maintenance, by its primary keys.
        case maintenance(String)
    }
}

extension Reason: CustomStringConvertible {
    /// The reason in a sentence.
    package var description: String {
        switch self {
        case .noSuch(let thing): "There is no such \(thing)."
        case .noPermission: "You may not do this."
        case .wrongCredentials:
            "Please enter a correct username and password. "
                + "Note that both fields may be case-sensitive."
        case .wrongToken: "There is no such token."
        case .expiredToken: "The token has expired."
        case .inactiveAccount: "The account is not active."
        case .noAccountToken(let username): "The account \(username) has no token to renew."
        case .incidentExists(let identifier, _):
            "The source system has an incident with the identifier \(identifier) already."
        case .deletionIsOff: "This server keeps all incidents."
        case .noTicketSystem: "No ticket system is connected."
        case .noTaggedIncident(let id): "There is no incident \(id)."
        case .noDestination(let id): "There is no destination \(id)."
        case .noSource(let id): "There is no source system \(id.map { "\($0)" } ?? "null")."
        case .mayNotNameSource: "Only superusers say of which source system an incident is."
        case .isNoSource: "Only source systems create incidents of their own."
        case .sourceSystemExists: "There is a source system of that name and type already."
        case .acknowledgementExpired: "The acknowledgement has expired, so it stays as it is."
        case .maintenanceBegan: "The planned maintenance has begun, so it cannot be deleted."
        case .destinationIsManaged:
            "The destination follows the account's e-mail address, so it cannot be deleted."
        case .messageLink(let problem): problem.text
        case .inUse(let thing, .profiles(let names)):
            "The \(thing) is needed by the notification profiles \(names)."
        case .inUse(let thing, .profilesOf(let owners)):
            "The \(thing) is needed by notification profiles of \(owners)."
        case .inUse(let thing, .maintenance(let keys)):
            "The \(thing) is needed by the planned maintenance \(keys)."
        }
    }
}
