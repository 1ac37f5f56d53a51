import ArgusWire
import HTTPTypes

/// Describes `changes/`, which version 3 alone has.
struct ChangeDescriptions {
    let version: APIVersion

    var operations: [Operation] {
        guard version == .v3 else { return [] }
        return [
            Operation(
                .get, "\(version.path)changes/", id: "\(version.prefix)changes_list", .changes,
                "Tells what becomes different, in the order in which it does.",
                details: """
                    As a stream of events if `Accept` names `text/event-stream`; else the next \
                    changes as JSON, after waiting for the first.
                    """,
                query: query + Operation.Parameter.incidentFilter,
                headers: [
                    Operation.Parameter(
                        "Last-Event-ID", .text(matching: "^[0-9]{1,18}$"),
                        "As `since`: what browsers send when they connect again.")
                ],
                answers: [
                    Operation.Answer(
                        200, "The changes.",
                        content: [
                            ("application/json", changes), ("text/event-stream", Schema.text),
                        ]),
                    Operation.Answer(
                        410, "What came next is not kept any more: begin anew after `last`.",
                        content: [
                            (
                                "application/json",
                                .answer("Gone", ["detail": .text, "last": .id])
                            )
                        ]),
                ])
        ]
    }

    private let query = [
        Operation.Parameter(
            "since", .integer(0...Int64.max), "The last change that one has; missing: from now on."),
        Operation.Parameter(
            "limit", .integer(1...1000), "How many are answered at most; 1000 if missing."),
        Operation.Parameter(
            "timeout", .integer(0...60),
            "For how many seconds the answer may wait for the first; 30 if missing."),
        Operation.Parameter(
            "unmatched", .bool, "True: changes of incidents that do not fit are told too."),
    ]

    private var changes: Schema {
        .answer(
            "Changes",
            [
                "changes": .list(of: change),
                "last": .id.note("To go on after these: the next `since`."),
            ])
    }

    private var change: Schema {
        .answer(
            "Change",
            [
                "id": .id.note("Later changes have larger ones."),
                "type": .choice(EventTypeJSON.allCases.map(\.rawValue) + ["TAG", "EXP", "DEL"])
                    .note("As in the log; or tags, an expiration, a deletion."),
                "timestamp": .time.note("When the server wrote it down."),
                "incident_pk": .id,
                "incident": Schema.incident(version).orNull.note(
                    "As it is now; null if it was deleted or does not fit."),
                "event": Schema.event.orNull.note("What was written into the log, if anything."),
                "matches": .bool.note("Whether the incident is there and fits."),
            ])
    }
}
