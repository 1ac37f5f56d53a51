import ArgusWire
import HTTPTypes

/// Describes `incidents/`.
struct IncidentDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }
    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] {
        [
            list, create("", id: "create"), mine, create("mine/", id: "mine_create"),
            one, replace, change, delete, ticketURL,
        ] + (version == .v2 ? [automaticTicket] : []) + (version == .v1 ? plainLists : [])
    }

    private var page: Schema { .page("PaginatedIncidentList", of: .incident(version)) }
    private var pageOrCount: [Operation.Answer] {
        [.ok(.either(page, .count), "A page of incidents, or how many there are.")]
    }

    private var list: Operation {
        Operation(
            .get, root, id: "\(id)list", .incidents,
            "Lists incidents, the newest start first.",
            details: version == .v1
                ? "Those that are open, unless the query names a state; all with `open=`." : nil,
            query: Operation.Parameter.incidentFilter + Operation.Parameter.count
                + Operation.Parameter.pages,
            answers: pageOrCount)
    }

    private var mine: Operation {
        Operation(
            .get, "\(root)mine/", id: "\(id)mine_list", .incidents,
            "Lists the incidents of the source system that asks.",
            query: Operation.Parameter.ownIncidentFilter + Operation.Parameter.count
                + Operation.Parameter.pages,
            answers: pageOrCount)
    }

    private func create(_ path: String, id: String) -> Operation {
        Operation(
            .post, root + path, id: self.id + id, .incidents, "Creates an incident.",
            details: "As a source system; superusers say with `source` for which.",
            body: Operation.Body(.newIncident(version), example: .newIncident(version)),
            isOnce: true, answers: [.created(.incident(version))])
    }

    private var one: Operation {
        Operation(
            .get, "\(root):pk/", id: "\(id)retrieve", .incidents, "Shows an incident.",
            details: "If it fits the query, which is that of the list.",
            query: Operation.Parameter.incidentFilter,
            answers: [.ok(.incident(version), "The incident.")])
    }

    private var replace: Operation {
        Operation(
            .put, "\(root):pk/", id: "\(id)update", .incidents, "Changes an incident.",
            body: Operation.Body(
                .incidentChange("IncidentChange", version, isWhole: true),
                example: .incidentChange(version)),
            answers: [.ok(.incident(version))])
    }

    private var change: Operation {
        Operation(
            .patch, "\(root):pk/", id: "\(id)partial_update", .incidents,
            "Changes some of an incident.",
            body: Operation.Body(
                .incidentChange("PatchedIncidentChange", version), example: .incidentChange(version)
            ),
            answers: [.ok(.incident(version))])
    }

    private var delete: Operation {
        Operation(
            .delete, "\(root):pk/", id: "\(id)destroy", .incidents,
            "Deletes an incident, if this server allows it.",
            details: "Its source system and superusers may.", refuses: [405],
            answers: [.noContent])
    }

    private var ticketURL: Operation {
        Operation(
            .put, "\(root):pk/ticket_url/", id: "\(id)ticket_url_update", .incidents,
            "Gives an incident the address of its ticket.",
            body: Operation.Body(
                .body(
                    "NewIncidentTicketUrl",
                    ["ticket_url": .text.required.note("Any text; an empty one clears it.")]),
                example: ["ticket_url": "https://tickets.example.org/6"]),
            answers: [.ok(.ticketURL)])
    }

    private var automaticTicket: Operation {
        Operation(
            .put, "\(root):pk/automatic-ticket/", id: "\(id)automatic_ticket_update", .incidents,
            "Asks the ticket system for a ticket; answers the one that there is.",
            refuses: [400], answers: [.ok(.ticketURL)])
    }

    private var plainLists: [Operation] {
        let list = Operation.Answer.ok(.list(of: .incident(version)), "All of them.")
        return [
            Operation(
                .get, "\(root)open/", id: "\(id)open_list", .incidents,
                "Lists all open incidents.", answers: [list]),
            Operation(
                .get, "\(root)open+unacked/",
                aliases: ["\(root)open%2Bunacked/", "\(root)open%2bunacked/"],
                id: "\(id)openunacked_list", .incidents,
                "Lists all open incidents that nobody has acknowledged.", answers: [list]),
            Operation(
                .get, "\(root)metadata/", id: "\(id)metadata_retrieve", .incidents,
                "Lists the source systems.",
                answers: [
                    .ok(
                        .answer(
                            "IncidentMetadata", ["sourceSystems": .list(of: .source(version))]),
                        "All of them.")
                ]),
        ]
    }
}
