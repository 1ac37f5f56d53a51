import ArgusCore
import ArgusOperations
import ArgusWire
import HTTPTypes

/// Describes `incidents/batch/` and `incidents/mine/snapshot/`, which only version 3 has.
struct BatchDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }
    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] { version == .v3 ? [batch, snapshot] : [] }

    private var batch: Operation {
        Operation(
            .post, "\(root)batch/", id: "\(id)batch_create", .incidents,
            "Creates, updates and closes many incidents, with an answer for each.",
            details: """
                As a source system; superusers say with `source` for which. All in one transaction. \
                `create` of what the source has created before changes what differs, and opens it \
                again if it began after it was closed.
                """,
            body: Operation.Body(
                .body([
                    "items": .list(of: item, atMost: IncidentBatch.sizeLimit).required,
                    "source": .id.orNull.note(
                        "The primary key of a source system; superusers need it, others may not."),
                ]),
                example: [
                    "items": [
                        report(["op": "create"]),
                        ["op": "update", "source_incident_id": "4711", "level": 3],
                        ["op": "close", "pk": 1, "timestamp": "2025-06-15T13:00:00Z"],
                    ]
                ]),
            isOnce: true, answers: [.ok(answers, "What became of each, in the order of the items.")]
        )
    }

    private var item: Schema {
        let byIdentifier: KeyValuePairs<String, Schema> = ["source_incident_id": .someText.required]
        let byKey: KeyValuePairs<String, Schema> = ["pk": .id.required]
        let update = Schema(
            .object(
                Schema.incidentChange(version, isWhole: false).members, others: .refused)
        ).adding(["op": .choice(["update"]).required])
        let close = Schema.body([
            "op": .choice(["close"]).required,
            "timestamp": .time.note("When it ended; now if missing."),
            "description": .text,
        ])
        return .either(
            Schema.report(version).adding(["op": .choice(["create"]).required]),
            update.adding(byIdentifier), update.adding(byKey),
            close.adding(byIdentifier), close.adding(byKey))
    }

    private var answers: Schema {
        .answer([
            "items": .list(
                of: .either(
                    .answer([
                        "status": .integer(200...201).note("201 if it was created."),
                        "incident": .incident(version), "errors": .null,
                    ]),
                    .answer([
                        "status": .integer(400...499), "incident": .null,
                        "errors": .map(of: .problems),
                    ])))
        ])
    }

    private var snapshot: Operation {
        Operation(
            .put, "\(root)mine/snapshot/", id: "\(id)mine_snapshot_update", .incidents,
            "Opens, updates and closes what differs from all that a source system has open.",
            details: """
                In one transaction. What is open here and not in the snapshot is closed; what has no \
                `source_incident_id` is left alone.
                """,
            query: [
                Operation.Parameter(
                    "dry_run", .bool, "Whether to tell the difference and change nothing."),
                Operation.Parameter(
                    "confirm", .either(.integer, .choice(["true", "false"])),
                    "How many incidents may be closed though that is a large share; true for all."),
            ],
            body: Operation.Body(
                .body([
                    "incidents": .list(
                        of: .report(version), atMost: IncidentSnapshot.sizeLimit
                    ).required.note("Each open, with an identifier of its own."),
                    "timestamp": .time.note("When the snapshot was taken; now if missing."),
                    "description": .text.note("What is written where an incident is closed."),
                ]),
                example: [
                    "incidents": [report([:])], "timestamp": "2025-06-15T13:00:00Z",
                    "description": "Not reported any more",
                ]),
            answers: [
                .ok(difference, "What was done, or would be."),
                Operation.Answer(
                    409, "It would close too much, and that was not confirmed.",
                    content: [("application/json", difference.adding(["detail": .text]))]),
            ])
    }

    private var difference: Schema {
        let entries = Schema.list(
            of: .answer([
                "pk": .id.orNull.note("Null where it would be created."),
                "source_incident_id": .text,
            ]))
        let counts: KeyValuePairs<String, Schema> = [
            "opened": .integer, "reopened": .integer, "updated": .integer, "closed": .integer,
            "unchanged": .integer, "skipped": .integer,
        ]
        return .answer([
            "applied": .bool.note("Whether it was done."), "counts": .answer(counts),
            "opened": entries, "reopened": entries, "updated": entries, "closed": entries,
            "unchanged": entries,
            "skipped": entries.note("Newer than the snapshot, or stateless."),
        ])
    }

    /// A body that reports an incident, with some more members before it.
    private func report(_ more: JSONValue) -> JSONValue {
        var object = more.object ?? JSONObject()
        for member in JSONValue.newIncident(version).object?.members ?? [] {
            object.set(member.name, to: member.value)
        }
        return .object(object)
    }
}

extension Schema {
    /// What a source says of a problem, whether it is known or not: what creates an incident, but for
    /// whose it is.
    fileprivate static func report(_ version: APIVersion) -> Schema {
        let members = newIncident(version).members.filter { $0.name != "source" }
        return Schema(.object(members, others: .ignored))
    }
}
