import ArgusCore
import HTTPTypes

extension Reason {
    /// The status with which the existing server refuses for it.
    var status: HTTPResponse.Status {
        self == .deletionIsOff ? .methodNotAllowed : .badRequest
    }

    /// What the existing server says of it, which clients look into: the one place where its words
    /// for it stand.
    var problems: Problems {
        switch self {
        case .incidentExists(let identifier, let source):
            .messages([
                "duplicate key value violates unique constraint "
                    + "\"incident_unique_source_incident_id_per_source\"\nDETAIL:  "
                    + "Key (source_incident_id, source_id)=(\(identifier), \(source)) already exists."
            ])
        case .deletionIsOff:
            .detail("Deletion of incidents is turned off, see setting INDELIBLE_INCIDENTS")
        case .noTicketSystem:
            .message(
                "No path to ticket plugin can be found in the settings. "
                    + "Please update the setting \"TICKET_PLUGIN\".")
        case .noTaggedIncident(let id): .messages(["An incident with pk=\(id) does not exist"])
        case .noDestination(let id): .messages(["Destination with pk=\(id) does not exist."])
        case .noSource(let id):
            .messages(["SourceSystem with pk=\(id.map { "\($0)" } ?? "None") does not exist."])
        }
    }
}

extension Problems {
    /// What is wrong in a sentence, as `{"detail": "m"}`.
    static func detail(_ message: String) -> Problems {
        .fields([Field("detail", .message(message))])
    }
}
