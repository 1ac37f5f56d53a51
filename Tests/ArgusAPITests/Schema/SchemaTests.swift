import ArgusAPI
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `The schema` {
    @Test(arguments: ["schema/", "v1/schema/", "v2/schema/", "v3/schema/"])
    func `is open to everybody, in YAML and in JSON`(path: String) async throws {
        try await APIServer.run { server in
            let yaml = try await server.get(path, as: .nobody)
            let json = try await server.get("\(path)?format=json", as: .nobody)

            #expect(yaml.headers[.contentType] == "application/vnd.oai.openapi")
            #expect(yaml.text.hasPrefix("openapi: 3.1.0\ninfo:\n  title: Argus\n"))
            #expect(try json.keys == ["openapi", "info", "paths", "components"])
        }
    }

    @Test(arguments: [
        ("application/json", "application/json"),
        ("application/yaml", "application/yaml"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("text/html, application/*;q=0.9", "application/vnd.oai.openapi"),
        ("application/yaml;q=0.5, application/json", "application/json"),
    ])
    func `comes as what is accepted`(accept: String, type: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .get, "schema/", as: .nobody, headers: [.accept: accept])

            #expect(answer.headers[.contentType] == type)
        }
    }

    @Test func `without a version is that of version 2`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.get("schema/").text == server.get("v2/schema/").text)
        }
    }

    @Test(arguments: APIVersion.allCases)
    func `has a name of its own for each operation and each kind of value`(
        version: APIVersion
    ) {
        let document = APIDocument.of(version)
        let ids = document.operations.map(\.id)
        var named: [String: Set<Schema>] = [:]
        for schema in document.operations.flatMap(\.schemas) { schema.gatherNames(&named) }

        #expect(ids.count == Set(ids).count)
        #expect(named.filter { $0.value.count > 1 }.map(\.key) == [])
    }

    @Test(arguments: APIVersion.allCases)
    func `has examples that fit it`(version: APIVersion) throws {
        let contract = Contract.of(version)
        let validator = SchemaValidator(document: contract.document)
        for (place, schema, example) in contract.document.examples {
            #expect(validator.problems(example, schema) == [], "\(place)")
        }
    }
}

extension Schema {
    fileprivate func gatherNames(_ named: inout [String: Set<Schema>]) {
        switch form {
        case .keywords, .reference: break
        case .list(let items, _, _): items.gatherNames(&named)
        case .object(let members, let others):
            for member in members { member.schema.gatherNames(&named) }
            if case .each(let schema) = others { schema.gatherNames(&named) }
        case .either(let schemas): for schema in schemas { schema.gatherNames(&named) }
        case .named(let name, let schema):
            named[name, default: []].insert(schema)
            schema.gatherNames(&named)
        }
    }
}

extension JSONValue {
    /// Every example in a document, with its place and its schema.
    fileprivate var examples: [(place: String, schema: JSONValue, example: JSONValue)] {
        switch self {
        case .object(let object):
            var found = object.members.flatMap { member in
                member.value.examples.map { ("\(member.name)/\($0.place)", $0.schema, $0.example) }
            }
            if let example = object["example"], let schema = object["schema"] {
                found.append(("", schema, example))
            }
            for example in object["examples"]?.array ?? [] { found.append(("", self, example)) }
            return found
        case .array(let items): return items.flatMap(\.examples)
        case .null, .bool, .integer, .number, .string: return []
        }
    }
}
