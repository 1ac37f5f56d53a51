import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension Form {
    /// Something to be done to many incidents: `{"ids": […], NAME: …}`.
    package static func bulk<Change>(
        _ change: Field<Change?>, example: JSONValue
    ) -> Form where Value == (ids: [Incident.ID], change: Change) {
        let name = change.members[0].name
        let field = Field(
            Field<[Incident.ID]>.incidents, change.required()
        ) { ids, change throws(Refusal) in
            guard let change else { throw .invalid(name, .missing) }
            return (ids: ids, change: change)
        }
        return Form("Bulk_\(name)", field, example: .object(["ids": [4], name: example]))
    }
}

extension Field where Value == [Incident.ID] {
    /// The primary keys of incidents, of which there must be some.
    fileprivate static var incidents: Field {
        let limit = BulkOperations.sizeLimit
        let schema = Schema.list(of: .id, atLeast: 1, atMost: limit).note("Primary keys.")
        return Field("ids", schema.required) { input, name in
            guard let value = input.required(name),
                let items = input.items(name, value, atMost: limit)
            else { return [] }
            if items.isEmpty { input.refuse(name, "This list may not be empty.") }
            let ids = items.map { $0.integer ?? $0.string.flatMap { Int64($0.trimmingBlanks()) } }
            let wrong = ids.indices.filter { ids[$0] == nil }.map {
                Problems.Field("\($0)", .messages(["A valid integer is required."]))
            }
            if !wrong.isEmpty { input.refuse(name, .fields(wrong)) }
            return ids.compactMap { $0.map { Incident.ID($0) } }
        }
    }
}
