import ArgusWire
import HTTPTypes

/// What one method of one endpoint does, in words for people and in schemas for programs.
///
/// It belongs to the route with the same path and method; a test fails where either stands alone.
package struct Operation: Sendable {
    package let method: HTTPRequest.Method
    /// The route's path, as it stands there: `/api/v2/incidents/:pk/`.
    package let path: String
    /// Other routes that do the same, and need no word of their own.
    package let aliases: [String]
    /// Unique among all operations: `v2_incidents_list`.
    package let id: String
    package let topic: Topic
    /// What it does, in a sentence.
    package let summary: String
    package let details: String?
    package let parameters: [Parameter]
    package let body: Body?
    /// What comes back when it was done.
    package let answers: [Answer]
    /// Statuses of refusals that do not follow from anything else here.
    package let refuses: Set<Int>
    /// Whether an `Idempotency-Key` makes it happen once.
    package let isOnce: Bool

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, aliases: [String] = [], id: String,
        _ topic: Topic, _ summary: String, details: String? = nil, path names: [Parameter] = [],
        query: [Parameter] = [], headers: [Parameter] = [], body: Body? = nil, isOnce: Bool = false,
        refuses: Set<Int> = [],
        answers: [Answer]
    ) {
        (self.method, self.path, self.aliases, self.id) = (method, path, aliases, id)
        (self.topic, self.summary, self.details) = (topic, summary, details)
        (self.body, self.isOnce, self.refuses, self.answers) = (body, isOnce, refuses, answers)
        let inPath = path.split(separator: "/").filter { $0.hasPrefix(":") }.map { part in
            let name = String(part.dropFirst())
            return names.first { $0.name == name } ?? Parameter(name, .id, "Its primary key.")
        }
        parameters =
            inPath.map { $0.placed(in: .path) } + query + headers.map { $0.placed(in: .header) }
    }

    /// The path as OpenAPI writes it: `/api/v2/incidents/{pk}/`.
    package var template: String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    /// Under which word people look for it.
    package enum Topic: String, CaseIterable, Sendable {
        case incidents = "Incidents"
        case changes = "Changes"
        case log = "Events and acknowledgements"
        case tags = "Tags"
        case sources = "Source systems"
        case accounts = "Accounts and tokens"
        case filters = "Filters"
        case notifications = "Notifications"
        case maintenance = "Planned maintenance"
        case server = "The server"
    }
}

extension Operation {
    /// Something in the path or in the query.
    package struct Parameter: Sendable {
        /// Where a parameter stands.
        package enum Place: String, Sendable { case path, query, header }

        package let name: String
        package let schema: Schema
        package let note: String
        package private(set) var place = Place.query

        /// Describes a parameter of the query, or one of the path where it is given as that.
        package init(_ name: String, _ schema: Schema, _ note: String) {
            (self.name, self.schema, self.note) = (name, schema, note)
        }

        func placed(in place: Place) -> Parameter {
            var copy = self
            copy.place = place
            return copy
        }
    }

    /// What is sent.
    package struct Body: Sendable {
        package let schema: Schema
        package let example: JSONValue
        /// Whether it may be left out.
        package let isOptional: Bool

        /// Describes a body, with an example that is accepted.
        package init(_ schema: Schema, isOptional: Bool = false, example: JSONValue) {
            (self.schema, self.example, self.isOptional) = (schema, example, isOptional)
        }

        /// Whether it may come as a form, which holds texts and nothing else.
        package var takesForm: Bool {
            let members = schema.members
            return !members.isEmpty && members.allSatisfy { !$0.isRequired || $0.schema.isPlain }
        }
    }

    /// What comes back.
    package struct Answer: Sendable {
        package let status: Int
        package let summary: String
        /// What the body is, by media type; none for an answer without one.
        package let content: [(type: String, schema: Schema)]
        package let example: JSONValue?

        /// Describes an answer.
        package init(
            _ status: Int, _ summary: String, content: [(type: String, schema: Schema)] = [],
            example: JSONValue? = nil
        ) {
            (self.status, self.summary, self.content) = (status, summary, content)
            self.example = example
        }

        /// It was found or done, and here it is.
        package static func ok(
            _ schema: Schema, _ summary: String = "It was done.", example: JSONValue? = nil
        ) -> Answer {
            Answer(200, summary, content: [("application/json", schema)], example: example)
        }

        /// It was added, and here it is.
        package static func created(
            _ schema: Schema, _ summary: String = "It was added.", example: JSONValue? = nil
        ) -> Answer {
            Answer(201, summary, content: [("application/json", schema)], example: example)
        }

        /// It was done, and there is nothing to say.
        package static let noContent = Answer(204, "It was done.")
    }
}

extension Schema {
    /// Whether a value is no list and no object, so that a form can hold it.
    var isPlain: Bool {
        switch form {
        case .keywords(let keywords): keywords["type"] != nil && keywords["type"] != "object"
        case .list, .object, .reference: false
        case .either(let schemas): schemas.allSatisfy { $0.isPlain || $0.isConstant }
        case .named(_, let schema): schema.isPlain
        }
    }

    private var isConstant: Bool {
        if case .keywords(let keywords) = form { keywords["const"] != nil } else { false }
    }
}
