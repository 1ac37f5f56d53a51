import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// The items of a batch, each of which is refused alone, and whose they are.
package typealias BatchItems = (
    source: IncidentSource, items: [Result<IncidentBatch.Item, Refusal>]
)

extension Form where Value == BatchItems {
    /// What a source says of many problems, one after the other.
    package static func batch(_ version: APIVersion) -> Form {
        let field = Field(
            Field<IncidentSource>.incidentSource.note("For superusers, who need it."),
            Field<[Result<IncidentBatch.Item, Refusal>]>.batchItems(version)
        ) { source, items in (source: source, items: items) }
        var create = JSONValue.newIncident(version).object ?? [:]
        create.set("op", to: "create")
        return Form(
            "Batch", field,
            example: [
                "items": [
                    .object(create), ["op": "update", "source_incident_id": "4711", "level": 3],
                    [
                        "op": "close", "source_incident_id": "4711",
                        "timestamp": "2025-06-15T13:00:00Z", "description": "Up again",
                    ],
                ]
            ])
    }
}

extension Field where Value == [Result<IncidentBatch.Item, Refusal>] {
    fileprivate static func batchItems(_ version: APIVersion) -> Field {
        let kinds:
            [(op: String, name: String, others: Schema.Others, item: Field<IncidentBatch.Item>)] = [
                ("create", "BatchCreate", .ignored, .creating(version)),
                ("update", "BatchUpdate", .refused, .updating(version)),
                ("close", "BatchClose", .ignored, .closing),
            ]
        let schemas = kinds.map { Schema.body($0.name, $0.item.members, others: $0.others) }
        let limit = IncidentBatch.sizeLimit
        let list = Schema.list(of: Schema(.either(schemas)), atMost: limit)
        return Field("items", list.required) { input, name in
            guard let value = input.required(name),
                let items = input.items(name, value, atMost: limit)
            else { return [] }
            return items.map { item in
                input.object(item) { item throws(Refusal) in
                    let op = item.required("op")?.pythonText
                    if let kind = kinds.first(where: { $0.op == op }) {
                        return try kind.item.read(&item)
                    }
                    if let op { item.refuse("op", "\"\(op)\" is not a valid choice.") }
                    try item.check()
                    throw .invalid("op", .missing)
                }
            }
        }
    }
}

extension Field where Value == IncidentBatch.Item {
    fileprivate static func creating(_ version: APIVersion) -> Field {
        Field(
            Field<Void>.op("create"), Field<IncidentReport>.incidentReport(version)
        ) { _, report in .create(report) }
        .checking { input in
            guard input.has("source") else { return }
            input.refuse("source", "Name the source beside the items.")
        }
    }

    fileprivate static func updating(_ version: APIVersion) -> Field {
        let reference = Field<IncidentBatch.Reference>.reference
        let change = Field<IncidentChange>.incidentChange(
            version, beside: ["op", "pk", "source_incident_id"])
        return Field(
            Field<Void>.op("update"),
            // Who cannot tell which incident it is need not hear what else is wrong.
            Field<IncidentBatch.Reference>(reference) { $0 }, change
        ) { _, reference, change in
            var change = change
            change.wording = .sets
            return .update(reference, change)
        }
    }

    fileprivate static var closing: Field {
        Field(
            Field<Void>.op("close"), Field<IncidentBatch.Reference>.reference,
            Field<Moments>.moments("timestamp").note("Now if missing."),
            Field<String?>.text("description")
        ) { _, reference, end, description in
            .close(reference, at: end.likely, or: end.other, description: description ?? "")
        }
    }
}

extension Field where Value == Void {
    /// What says which kind of item it is, and is read before the rest.
    fileprivate static func op(_ word: String) -> Field {
        Field("op", .only(.string(word)).required) { _, _ in }
    }
}

extension Field where Value == IncidentBatch.Reference {
    /// How an item names its incident: by one of two members.
    fileprivate static var reference: Field {
        Field([
            "pk": .id.note("To name the incident by, if not by `source_incident_id`."),
            "source_incident_id": .someText.note("To name the incident by, if not by `pk`."),
        ]) { input in
            guard input.has("pk") else {
                return .sourceIncidentID(input.requiredText("source_incident_id"))
            }
            if input.has("source_incident_id") {
                input.refuse(
                    "pk", "Name the incident by this or by its source_incident_id, not by both.")
            }
            guard let pk = input.required("pk")?.integer else {
                if input.object["pk"] != .null {
                    input.refuse("pk", "A valid integer is required.")
                }
                return .id(Incident.ID(0))
            }
            return .id(Incident.ID(pk))
        }
    }
}

/// What a source says that it has open.
package typealias SnapshotReports = (
    reports: [IncidentReport], taken: Timestamp?, description: String?
)

extension Form where Value == SnapshotReports {
    /// Everything that a source has open.
    package static func snapshot(_ version: APIVersion) -> Form {
        let report = Field<IncidentReport>.incidentReport(version)
        let limit = IncidentSnapshot.sizeLimit
        let reports = Schema.list(
            of: .body("SnapshotIncident", report.members)
                .note("With a `source_incident_id` of its own, and open."), atMost: limit)
        let field = Field(
            Field<[IncidentReport]>("incidents", reports.required) { input, name in
                input.required(name).flatMap {
                    input.objects(name, $0, atMost: limit, report.read)
                } ?? []
            },
            Field<Timestamp?>.time("timestamp").note("When it was taken; now if missing."),
            Field<String?>.text("description").note("Written beside each end.")
        ) { (reports: $0, taken: $1, description: $2) }
        return Form(
            "Snapshot", field,
            example: [
                "incidents": [.newIncident(version)],
                "timestamp": "2025-06-15T15:00:00Z", "description": "Gone",
            ])
    }
}

extension Problems {
    /// The problems as an object, whatever their shape.
    package var named: Problems {
        switch self {
        case .fields: self
        case .messages: .fields([Field(Problems.whole, self)])
        case .message(let problem):
            .fields([Field(Problems.whole, .messages([problem]))])
        }
    }
}
