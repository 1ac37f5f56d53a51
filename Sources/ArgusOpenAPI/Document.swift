import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// Operations as an OpenAPI 3.1 document.
package struct Document: Sendable {
    /// What it says of the whole: `title`, `summary`, `description`.
    private let about: JSONObject
    /// The operations in the order in which they are told.
    package let operations: [DescribedOperation]
    private let refusals: [SharedRefusal]
    private let securitySchemes: JSONObject
    /// Whether answers have the members that are listed, and will never get more.
    private let isExact: Bool

    /// A way of being refused that many operations share.
    package struct SharedRefusal: Sendable {
        package let status: Int
        let name: String
        package let text: String
        let schema: Schema

        /// Describes a refusal, under a name.
        package init(_ status: Int, _ name: String, _ text: String, _ schema: Schema) {
            (self.status, self.name, self.text, self.schema) = (status, name, text, schema)
        }
    }

    /// Describes operations; `isExact` says that answers will never get members that are not listed.
    package init(
        about: JSONObject, _ operations: [DescribedOperation], refusals: [SharedRefusal],
        securitySchemes: JSONObject, isExact: Bool
    ) {
        (self.about, self.operations, self.refusals) = (about, operations, refusals)
        (self.securitySchemes, self.isExact) = (securitySchemes, isExact)
    }

    /// The document of a version of the API.
    package func json(version: String) -> JSONValue {
        var writer = SchemaWriter(isExact: isExact)
        var info = about
        info.set("version", to: .string(version))
        let paths = paths(&writer)
        let responses = responses(&writer)
        return [
            "openapi": "3.1.0",
            "info": .object(info),
            "paths": .object(paths),
            "components": [
                "schemas": .object(writer.sortedSchemas),
                "responses": .object(responses),
                "securitySchemes": .object(securitySchemes),
            ],
        ]
    }

    /// The refusals that an operation may answer, by status.
    package func refusals(of operation: DescribedOperation) -> [SharedRefusal] {
        let answered = operation.answers.map(\.status)
        return refusals.filter {
            operation.refuses.contains($0.status) && !answered.contains($0.status)
        }
    }

    /// Every schema with a name, by that name.
    package var namedSchemas: [String: Schema] {
        var found: [String: Schema] = [:]
        for schema in operations.flatMap(\.schemas) + refusals.map(\.schema) {
            schema.gather(into: &found)
        }
        return found
    }

    private func paths(_ writer: inout SchemaWriter) -> JSONObject {
        var paths = JSONObject()
        for operation in operations {
            var path = paths[operation.template]?.object ?? JSONObject()
            path.set(
                operation.method.rawValue.lowercased(), to: .object(json(of: operation, &writer)))
            paths.set(operation.template, to: .object(path))
        }
        return paths
    }

    private func responses(_ writer: inout SchemaWriter) -> JSONObject {
        var responses = JSONObject()
        for refusal in refusals {
            let content: JSONValue = ["application/json": ["schema": writer.json(refusal.schema)]]
            responses.set(
                refusal.name, to: ["description": .string(refusal.text), "content": content])
        }
        return responses
    }
}

extension Document {
    private func json(of operation: DescribedOperation, _ writer: inout SchemaWriter) -> JSONObject
    {
        var json = JSONObject()
        json.set("operationId", to: .string(operation.id))
        json.set("summary", to: .string(operation.summary))
        if let details = operation.details { json.set("description", to: .string(details)) }
        json.set("tags", to: [.string(operation.topic)])
        let schemes = securitySchemes.members.map { JSONValue.object([$0.name: []]) }
        json.set("security", to: .array((operation.isPublic ? [[:]] : []) + schemes))
        let parameters = operation.parameters.map { self.json(of: $0, &writer) }
        if !parameters.isEmpty { json.set("parameters", to: .array(parameters)) }
        if let body = operation.body { json.set("requestBody", to: self.json(of: body, &writer)) }
        json.set("responses", to: .object(answers(of: operation, &writer)))
        return json
    }

    private func json(
        of parameter: DescribedOperation.Parameter, _ writer: inout SchemaWriter
    ) -> JSONValue {
        var json: JSONObject = ["name": .string(parameter.name)]
        json.set("in", to: .string(parameter.place.rawValue))
        if parameter.place == .path { json.set("required", to: true) }
        json.set("description", to: .string(parameter.note))
        json.set("schema", to: writer.json(parameter.schema))
        return .object(json)
    }

    private func json(of body: DescribedOperation.Body, _ writer: inout SchemaWriter) -> JSONValue {
        let schema = writer.json(body.schema)
        var content = JSONObject()
        content.set("application/json", to: ["schema": schema, "example": body.example])
        if body.takesForm {
            for type in ["application/x-www-form-urlencoded", "multipart/form-data"] {
                content.set(type, to: ["schema": writer.form(body.schema)])
            }
        }
        var json = JSONObject()
        if !body.isOptional { json.set("required", to: true) }
        json.set("content", to: .object(content))
        return .object(json)
    }

    private func answers(of operation: DescribedOperation, _ writer: inout SchemaWriter)
        -> JSONObject
    {
        var answers = JSONObject()
        for answer in operation.answers {
            var json: JSONObject = ["description": .string(answer.summary)]
            let content = answer.content.map { type, schema in
                (type, JSONValue.object(["schema": writer.json(schema)]))
            }
            if !content.isEmpty { json.set("content", to: .object(JSONObject(content))) }
            answers.set(String(answer.status), to: .object(json))
        }
        for refusal in refusals(of: operation) {
            answers.set(
                String(refusal.status),
                to: ["$ref": .string("#/components/responses/\(refusal.name)")])
        }
        return answers
    }
}
