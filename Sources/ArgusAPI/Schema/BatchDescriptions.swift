import ArgusWire
import HTTPTypes

/// Describes `incidents/batch/` and `incidents/mine/snapshot/`, which version 3 alone has.
struct BatchDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }
    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] { version == .v3 ? [batch, snapshot] : [] }

    private var batch: Operation {
        Operation(
            .post, "\(root)batch/", id: "\(id)batch_create", .incidents,
            "Creates, updates and closes many incidents of a source, with an answer for each.",
            details: """
                In order and in one transaction. What a source has created before by its \
                `source_incident_id` is updated or reopened by creating it.
                """,
            body: Operation.Body(
                .body(
                    "Batch",
                    [
                        "items": .list(of: item, atMost: 1000).required,
                        "source": .id.orNull.note("For superusers, who need it."),
                    ]),
                example: [
                    "items": [
                        create, ["op": "update", "source_incident_id": "4711", "level": 3],
                        [
                            "op": "close", "source_incident_id": "4711",
                            "timestamp": "2025-06-15T13:00:00Z", "description": "Up again",
                        ],
                    ]
                ]),
            isOnce: true,
            answers: [
                .ok(
                    .answer(
                        "BatchAnswer",
                        [
                            "items": .list(
                                of: .answer([
                                    "status": .integer, "incident": Schema.incident(version).orNull,
                                    "errors": .problems.orNull,
                                ]))
                        ]), "What became of each item, in its place.")
            ])
    }

    private var create: JSONValue {
        var create = JSONValue.newIncident(version).object ?? [:]
        create.set("op", to: "create")
        return .object(create)
    }

    private var item: Schema {
        let names: KeyValuePairs<String, Schema> = [
            "pk": .id.note("To name the incident by, if not by `source_incident_id`."),
            "source_incident_id": .someText.note("To name the incident by, if not by `pk`."),
        ]
        return .either(
            Schema.incidentReport("BatchCreate", version)
                .adding(["op": .only("create").required]),
            Schema.incidentChange("BatchUpdate", version)
                .adding(["op": .only("update").required]).adding(names),
            Schema.body(
                "BatchClose",
                [
                    "op": .only("close").required, "timestamp": .time.note("Now if missing."),
                    "description": .text,
                ]
            ).adding(names))
    }

    private var snapshot: Operation {
        Operation(
            .put, "\(root)mine/snapshot/", id: "\(id)mine_snapshot_update", .incidents,
            "Takes everything that a source has open, and opens, updates and closes the difference.",
            query: [
                Operation.Parameter("dry_run", .bool, "True: only tells the difference."),
                Operation.Parameter(
                    "confirm", .either(.bool, .integer(0...1_000_000)),
                    "How many incidents may be closed at most, or true for all."),
            ],
            body: Operation.Body(
                .body(
                    "Snapshot",
                    [
                        "incidents": .list(
                            of: Schema.incidentReport("SnapshotIncident", version)
                                .note("With a `source_incident_id` of its own, and open."),
                            atMost: 10_000
                        ).required,
                        "timestamp": .time.note("When it was taken; now if missing."),
                        "description": .text.note("Written beside each end."),
                    ]),
                example: [
                    "incidents": [.newIncident(version)],
                    "timestamp": "2025-06-15T15:00:00Z", "description": "Gone",
                ]),
            answers: [
                .ok(difference("SnapshotAnswer"), "What was done, or would be."),
                Operation.Answer(
                    409, "It would close more than may be closed without `confirm`.",
                    content: [
                        (
                            "application/json",
                            difference("SnapshotConflict").adding(["detail": .text])
                        )
                    ]),
            ])
    }

    private func difference(_ name: String) -> Schema {
        let entries = Schema.list(
            of: .answer("SnapshotEntry", ["pk": .id.orNull, "source_incident_id": .text]))
        return .answer(
            name,
            [
                "applied": .bool.note("Whether it was done."),
                "counts": .answer([
                    "opened": .integer, "reopened": .integer, "updated": .integer,
                    "closed": .integer, "unchanged": .integer, "skipped": .integer,
                ]),
                "opened": entries, "reopened": entries, "updated": entries, "closed": entries,
                "unchanged": entries,
                "skipped": entries.note("Newer than the snapshot, or stateless."),
            ])
    }
}
