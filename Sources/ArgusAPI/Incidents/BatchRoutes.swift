import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// What a source says of many problems at once; only in version 3.
struct BatchRoutes {
    let version: APIVersion

    /// `incidents/batch/`: creates, updates and closes, with an answer for each.
    var batch: Endpoint {
        Endpoint(
            "\(version.path)incidents/batch/",
            post: { call in
                call.seen()
                let requester = try call.requester
                let body = try await call.body()
                var input = try call.input(body)
                let source = input.incidentSource()
                let written = input.required("items").flatMap {
                    input.items("items", $0, atMost: IncidentBatch.sizeLimit)
                }
                try input.check()
                let items = (written ?? []).map { item in
                    input.object(item) { item throws(Refusal) in try item.batchItem(version) }
                }
                return try await call.creating(
                    body, status: { _ in .ok }, writing: writing(call)
                ) { once in
                    try await call.operations.incidents.carryOut(
                        items, source: source, by: requester, once: once)
                }
            })
    }

    private func writing(_ call: Call) -> @Sendable (inout JSONWriter, [BatchAnswer]) -> Void {
        let (clock, zone) = (call.operations.clock, call.site.zone)
        return { [version] writer, answers in
            let now = clock()
            writer.raw("{\"items\":")
            writer.list(answers) { $1.write(to: &$0, version, now, zone) }
            writer.raw("}")
        }
    }

    /// `incidents/mine/snapshot/`: everything that the source has open.
    var snapshot: Endpoint {
        Endpoint(
            "\(version.path)incidents/mine/snapshot/",
            put: { call in
                call.seen()
                let requester = try call.requester
                let asked = try SnapshotQuery(call.query)
                var input = try call.input(await call.body())
                let reports = input.required("incidents").flatMap {
                    input.objects("incidents", $0, atMost: IncidentSnapshot.sizeLimit) {
                        report throws(Refusal) in try report.incidentReport(version)
                    }
                }
                let taken = input.time("timestamp")
                let description = input.text("description")
                try input.check()
                let result = try await call.operations.incidents.replaceOpen(
                    by: .init(reports ?? [], taken: taken, description: description),
                    isRehearsal: asked.isRehearsal, confirmation: asked.confirmation,
                    by: requester)
                return result.reply
            })
    }
}

extension BatchAnswer {
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

/// What the query of a snapshot asks for.
private struct SnapshotQuery {
    let isRehearsal: Bool
    let confirmation: CloseLimit.Confirmation

    /// Refuses what is not understood: it may have been meant to hold the snapshot back.
    init(_ query: Query) throws(Refusal) {
        switch query.value("dry_run") {
        case "true", "True", "1": isRehearsal = true
        case nil, "false", "False", "0": isRehearsal = false
        default: throw .invalid("dry_run", "Must be true or false.")
        }
        switch query.value("confirm") {
        case nil, "false", "False": confirmation = .none
        case "true", "True": confirmation = .all
        case let text?:
            guard let count = Int(text), count >= 0 else {
                throw .invalid("confirm", "Must be true, or how many incidents may be closed.")
            }
            confirmation = .upTo(count)
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
