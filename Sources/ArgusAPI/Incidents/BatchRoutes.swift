import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// What a source says of many problems at once; only in version 3.
struct BatchRoutes {
    let version: APIVersion

    var batch: Endpoint {
        Endpoint(
            "\(version.path)incidents/batch/", .incidents, isSignOfLife: true,
            post: .create(
                "Creates, updates and closes many incidents of a source, with an answer for each.",
                details: """
                    In order and in one transaction. What a source has created before by its \
                    `source_incident_id` is updated or reopened by creating it.
                    """,
                form: .batch(version),
                answers: [.ok(.batchAnswer(version), "What became of each item, in its place.")],
                status: { _ in .ok }, writing: write
            ) { call, batch, once in
                try await call.operations.incidents.carryOut(
                    batch.items, source: batch.source, by: call.requester, once: once)
            })
    }

    @Sendable
    private func write(_ writer: inout JSONWriter, _ answers: [BatchResult], _ call: Call) {
        let (now, zone) = (call.operations.clock(), call.site.zone)
        writer.raw("{\"items\":")
        writer.list(answers) { $1.write(to: &$0, version, now, zone) }
        writer.raw("}")
    }

    private static let dryRun = Parameter<Bool>.strictBool(
        "dry_run", "True: only tells the difference.")

    private static let confirm = Parameter<CloseLimit.Confirmation>(
        "confirm", .either(.bool, .integer(0...1_000_000)),
        "How many incidents may be closed at most, or true for all."
    ) { text, _ throws(ValueProblem) in
        switch text {
        case "false", "False": return CloseLimit.Confirmation.none
        case "true", "True": return .all
        default:
            if let count = Int(text), count >= 0 { return .upTo(count) }
            throw ValueProblem(message: "Must be true, or how many incidents may be closed.")
        }
    }

    /// Everything that the source has open.
    var snapshot: Endpoint {
        Endpoint(
            "\(version.path)incidents/mine/snapshot/", .incidents, isSignOfLife: true,
            put: Action(
                "Takes everything that a source has open, and opens, updates and closes the difference.",
                query: [Self.dryRun, Self.confirm], form: .snapshot(version),
                answers: [
                    .ok(.difference("SnapshotAnswer"), "What was done, or would be."),
                    DescribedOperation.Answer(
                        409, "It would close more than may be closed without `confirm`.",
                        .difference("SnapshotConflict").adding(["detail": .text])),
                ]
            ) { call, form in
                // Nothing is refused later that may have been meant to hold the snapshot back.
                let isRehearsal = try call.asked(Self.dryRun) ?? false
                let confirmation = try call.asked(Self.confirm) ?? CloseLimit.Confirmation.none
                let said = try await call.read(form)
                let result = try await call.operations.incidents.replaceOpen(
                    by: .init(said.reports, taken: said.taken, description: said.description),
                    isRehearsal: isRehearsal, confirmation: confirmation, by: call.requester)
                return result.reply
            })
    }
}

extension Schema {
    fileprivate static func batchAnswer(_ version: APIVersion) -> Schema {
        let item = answer([
            "status": .integer, "incident": Schema.incident(version).orNull,
            "errors": .problems.orNull,
        ])
        return answer("BatchAnswer", ["items": .list(of: item)])
    }

    /// What a snapshot changes.
    fileprivate static func difference(_ name: String) -> Schema {
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

extension BatchResult {
    /// Writes `{"status", "incident", "errors"}`, of which one of the last two is null.
    fileprivate func write(
        to writer: inout JSONWriter, _ version: APIVersion, _ now: Timestamp, _ zone: Zone
    ) {
        switch self {
        case .success(let done):
            writer.raw(
                done.isNew ? "{\"status\":201,\"incident\":" : "{\"status\":200,\"incident\":")
            IncidentJSON(done.incident, at: now).write(to: &writer, version, in: zone)
            writer.raw(",\"errors\":null}")
        case .failure(let refusal):
            writer.raw("{\"status\":\(refusal.status.code),\"incident\":null,\"errors\":")
            writer.problems(refusal.problems.named)
            writer.raw("}")
        }
    }
}

extension SnapshotResult {
    /// 200 with what was done or would be, 409 where that was not confirmed.
    fileprivate var reply: Reply {
        Reply(status: isUnconfirmed ? .conflict : .ok, capacity: 65_536) { writer in
            writer.raw("{")
            if case .unconfirmed(let share) = standing {
                let count = incidents[.closed]?.count ?? 0
                writer.raw("\"detail\":")
                writer.string(
                    "This would close \(count) of \(openCount) open incidents, more than "
                        + "\(share) %. If that is right, send it again with ?confirm=\(count)."
                )
                writer.raw(",")
            }
            writer.raw("\"applied\":")
            writer.bool(standing == .done)
            writer.raw(",\"counts\":{")
            for (index, kind) in Kind.allCases.enumerated() {
                writer.raw("\(index > 0 ? "," : "")\"\(kind.rawValue)\":")
                writer.integer(Int64(incidents[kind]?.count ?? 0))
            }
            writer.raw("}")
            for kind in Kind.allCases {
                writer.raw(",\"\(kind.rawValue)\":")
                writer.list(incidents[kind] ?? []) { $1.write(to: &$0) }
            }
            writer.raw("}")
        }
    }
}

extension SnapshotResult.Entry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.raw("{\"pk\":")
        if let id { writer.integer(id.rawValue) } else { writer.raw("null") }
        writer.raw(",\"source_incident_id\":")
        writer.string(sourceIncidentID)
        writer.raw("}")
    }
}
