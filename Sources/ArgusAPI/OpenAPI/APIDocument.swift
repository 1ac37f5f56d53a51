import ArgusHTTP
import ArgusWire
import HTTPTypes

/// The API of one version, as an OpenAPI 3.1 document and as what the page for people shows.
package struct APIDocument: Sendable {
    package let version: APIVersion
    /// The operations in the order in which they are told.
    package let operations: [Operation]
    private let publicPaths: Set<String>

    /// Describes the routes of a version, and those that all versions share.
    package init(_ version: APIVersion) {
        self.version = version
        operations = Descriptions.operations(of: version)
        publicPaths = Set(APIRoutes.endpoints.filter(\.isPublic).map(\.path))
    }

    /// The documents of all versions, made once.
    package static let all = APIVersion.allCases.map(APIDocument.init)

    /// The document of a version.
    package static func of(_ version: APIVersion) -> APIDocument {
        all.first { $0.version == version } ?? APIDocument(version)
    }

    /// Whether an operation needs no token.
    package func isPublic(_ operation: Operation) -> Bool {
        publicPaths.contains(operation.path)
    }

    /// The document; `serverVersion` is told in it.
    package func json(serverVersion: String) -> JSONValue {
        var writer = SchemaWriter(isExact: version != .v3)
        let paths = paths(&writer)
        let responses = refusals(&writer)
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Argus",
                "version": .string("\(serverVersion) (\(version.rawValue))"),
                "summary": "Collects the alerts of many monitoring systems in one place.",
                "description": .string(Self.description),
            ],
            "paths": paths,
            "components": [
                "schemas": .object(writer.sortedSchemas),
                "responses": responses,
                "securitySchemes": [
                    "tokenAuth": [
                        "type": "apiKey", "in": "header", "name": "Authorization",
                        "description": "The word `Token`, a blank, and the token.",
                    ],
                    "sessionAuth": [
                        "type": "apiKey", "in": "cookie", "name": "sessionid",
                        "description": .string(
                            "Of a browser that logged in. What changes something needs the cookie "
                                + "`csrftoken` repeated in the header `X-CSRFToken`."),
                    ],
                ],
            ],
        ]
    }

    private static let description = """
        Every path ends in a slash but `auth/token/logoutall`; without it the answer is 301. \
        Times are ISO 8601, and those without an offset are in the server's zone. \
        Of lists, `next` leads to the following page. \
        What is refused has changed nothing, and says why. \
        Every answer is JSON unless it says otherwise; `?format=json` may be asked for anywhere.
        """

    private func paths(_ writer: inout SchemaWriter) -> JSONValue {
        var paths = JSONObject()
        for operation in operations {
            var path = paths[operation.template]?.object ?? JSONObject()
            path.set(
                operation.method.rawValue.lowercased(),
                to: .object(self.json(of: operation, &writer)))
            paths.set(operation.template, to: .object(path))
        }
        return .object(paths)
    }

    private func refusals(_ writer: inout SchemaWriter) -> JSONValue {
        var responses = JSONObject()
        for refusal in StandardRefusal.all {
            responses.set(
                refusal.name,
                to: [
                    "description": .string(refusal.text),
                    "content": [
                        "application/json": ["schema": writer.json(refusal.schema)]
                    ],
                ])
        }
        return .object(responses)
    }
}

extension APIDocument {
    private func json(of operation: Operation, _ writer: inout SchemaWriter) -> JSONObject {
        var json = JSONObject()
        json.set("operationId", to: .string(operation.id))
        json.set("summary", to: .string(operation.summary))
        if let details = operation.details { json.set("description", to: .string(details)) }
        json.set("tags", to: [.string(operation.topic.rawValue)])
        json.set(
            "security",
            to: .array(
                (isPublic(operation) ? [[:]] : []) + [["tokenAuth": []], ["sessionAuth": []]])
        )
        let parameters = parameters(of: operation, &writer)
        if !parameters.isEmpty { json.set("parameters", to: .array(parameters)) }
        if let body = operation.body { json.set("requestBody", to: self.json(of: body, &writer)) }
        json.set("responses", to: .object(responses(of: operation, &writer)))
        return json
    }

    private func parameters(
        of operation: Operation, _ writer: inout SchemaWriter
    ) -> [JSONValue] {
        var parameters: [JSONValue] = operation.parameters.map { parameter in
            var json: JSONObject = JSONObject()
            json.set("name", to: .string(parameter.name))
            json.set("in", to: .string(parameter.place.rawValue))
            if parameter.place == .path { json.set("required", to: true) }
            json.set("description", to: .string(parameter.note))
            json.set("schema", to: writer.json(parameter.schema))
            return .object(json)
        }
        if operation.isOnce {
            parameters.append([
                "name": "Idempotency-Key", "in": "header",
                "description": .string(Self.keyNote),
                "schema": ["type": "string", "minLength": 1, "maxLength": 255],
            ])
        }
        return parameters
    }

    /// What an `Idempotency-Key` is good for.
    static let keyNote =
        "The same request with the same key is carried out once, and answered the same, for a day."

    private func json(of body: Operation.Body, _ writer: inout SchemaWriter) -> JSONValue {
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

    private func responses(
        of operation: Operation, _ writer: inout SchemaWriter
    ) -> JSONObject {
        var responses = JSONObject()
        for answer in operation.answers {
            var content = JSONObject()
            for (type, schema) in answer.content {
                var json = JSONObject()
                json.set("schema", to: writer.json(schema))
                if let example = answer.example { json.set("example", to: example) }
                content.set(type, to: .object(json))
            }
            var json = JSONObject()
            json.set("description", to: .string(answer.summary))
            if !answer.content.isEmpty { json.set("content", to: .object(content)) }
            responses.set(String(answer.status), to: .object(json))
        }
        for refusal in refusals(of: operation) where responses[String(refusal.status)] == nil {
            responses.set(
                String(refusal.status),
                to: ["$ref": .string("#/components/responses/\(refusal.name)")])
        }
        return responses
    }

    /// The refusals that an operation may answer, by status.
    package func refusals(of operation: Operation) -> [StandardRefusal] {
        var statuses: Set = [401, 404, 406, 429, 503]
        if ![.get, .head, .options].contains(operation.method) { statuses.insert(403) }
        if operation.body != nil { statuses.formUnion([400, 413, 415]) }
        if operation.isOnce { statuses.formUnion([400, 422]) }
        if operation.parameters.contains(where: { $0.place == .query }) { statuses.insert(400) }
        statuses.formUnion(operation.refuses)
        return StandardRefusal.all.filter { statuses.contains($0.status) }
    }
}
