import ArgusCore
import HTTPTypes

/// What the existing server says of a reason, which clients look into: the one place where its words
/// for reasons stand. Those for what is wrong with a value stand in `Problem+Reply.swift`.
extension Reason {
    /// The status with which it refuses.
    var status: HTTPResponse.Status {
        switch self {
        case .noSuch: .notFound
        case .noPermission: .forbidden
        case .wrongToken, .expiredToken, .inactiveAccount: .unauthorized
        case .deletionIsOff: .methodNotAllowed
        case .messageLink(let problem): problem.status
        default: .badRequest
        }
    }

    /// The body that says it.
    var problems: Problems {
        switch self {
        case .messageLink(let problem): .detail(problem.text)
        case .noSuch(let thing): .detail("No \(thing.model) matches the given query.")
        case .noPermission: .detail("You do not have permission to perform this action.")
        case .wrongToken: .detail("Invalid token.")
        case .expiredToken: .detail("Token has expired.")
        case .inactiveAccount: .detail("User inactive or deleted.")
        case .deletionIsOff:
            .detail("Deletion of incidents is turned off, see setting INDELIBLE_INCIDENTS")
        case .wrongCredentials:
            .named(Problems.whole, "Unable to log in with provided credentials.")
        case .sourceSystemExists:
            .named("__all__", "Source system with this Name and Type already exists.")
        case .noTicketSystem:
            .message(
                .text(
                    "No path to ticket plugin can be found in the settings. "
                        + "Please update the setting \"TICKET_PLUGIN\"."))
        case .inUse(.filter, let use): .message(.text(Self.sentence(.filter, use)))
        default: .messages([.text(sentence)])
        }
    }

    /// What stands alone in a list.
    private var sentence: String {
        switch self {
        case .incidentExists(let identifier, let source):
            "duplicate key value violates unique constraint "
                + "\"incident_unique_source_incident_id_per_source\"\nDETAIL:  "
                + "Key (source_incident_id, source_id)=(\(identifier), \(source)) already exists."
        case .noTaggedIncident(let id): "An incident with pk=\(id) does not exist"
        case .noDestination(let id): "Destination with pk=\(id) does not exist."
        case .noSource(let id):
            "SourceSystem with pk=\(id.map { "\($0)" } ?? "None") does not exist."
        case .noAccountToken(let username):
            "No token for the user '\(username)' exists, one needs to be created in the admin "
                + "interface."
        case .mayNotNameSource:
            "You must be a superuser to be allowed to specify the 'source' field."
        case .isNoSource: "The requesting user must have a connected source system."
        case .acknowledgementExpired: "Cannot change expired Acknowledgement"
        case .maintenanceBegan:
            "It is not possible to delete past or ongoing planned maintenance tasks."
        case .destinationIsManaged:
            "Cannot delete this destination since it was defined by an outside source."
        case .inUse(let thing, let use): Self.sentence(thing, use)
        default: description
        }
    }

    private static func sentence(_ thing: Thing, _ use: Use) -> String {
        let users =
            switch use {
            case .profiles(let names): "notification profile(s): \(names)"
            case .profilesOf(let owners): "notification profile(s) of \(owners)"
            case .maintenance(let keys): "planned maintenance task(s) \(keys)"
            }
        return "Cannot delete this \(thing) since it is in use in the \(users)."
    }
}

extension MessageLinkProblem {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .wrong, .accountInactive, .notPermitted: .forbidden
        case .expired: .gone
        case .incidentRemoved: .notFound
        case .acknowledged, .closed: .conflict
        }
    }
}

extension Thing {
    /// What the existing server calls it.
    fileprivate var model: String {
        switch self {
        case .incident: "Incident"
        case .event: "Event"
        case .acknowledgement: "Acknowledgement"
        case .tag: "Tag"
        case .account: "User"
        case .token: "Token"
        case .filter: "Filter"
        case .timeslot: "Timeslot"
        case .destination: "DestinationConfig"
        case .medium: "Media"
        case .sourceSystem: "SourceSystem"
        case .sourceSystemType: "SourceSystemType"
        case .profile: "NotificationProfile"
        case .maintenance: "PlannedMaintenanceTask"
        case .team: "Team"
        case .override: "TeamOverride"
        }
    }
}

extension Problems {
    /// What is wrong in a sentence, as `{"detail": "m"}`.
    static func detail(_ message: String) -> Problems {
        .fields([Field("detail", .message(.text(message)))])
    }

    /// What is wrong with the whole, as `{"name": ["m"]}`.
    fileprivate static func named(_ name: String?, _ message: String) -> Problems {
        .fields([Field(name, .messages([.text(message)]))])
    }
}
