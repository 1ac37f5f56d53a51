import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// What one method of one path does, in words for people and in schemas for programs.
package struct DescribedOperation: Sendable {
    package let method: HTTPRequest.Method
    /// The path as routers write it: `/incidents/:pk/`.
    package let path: String
    /// Unique among all operations of a document.
    package let id: String
    /// Under which words people look for it.
    package let topic: String
    /// What it does, in a sentence.
    package let summary: String
    package let details: String?
    package let parameters: [Parameter]
    package let body: Body?
    /// What comes back when it was done.
    package let answers: [Answer]
    /// The statuses of the document's refusals that may come back.
    package let refuses: Set<Int>
    /// Whether nobody need say who asks.
    package let isPublic: Bool

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, id: String, topic: String,
        _ summary: String, details: String? = nil, parameters: [Parameter] = [],
        body: Body? = nil, answers: [Answer], refuses: Set<Int> = [], isPublic: Bool = false
    ) {
        (self.method, self.path, self.id, self.topic) = (method, path, id, topic)
        (self.summary, self.details, self.parameters) = (summary, details, parameters)
        (self.body, self.answers, self.refuses) = (body, answers, refuses)
        self.isPublic = isPublic
    }

    /// The path as OpenAPI writes it: `/incidents/{pk}/`.
    package var template: String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    /// Every schema that is part of it.
    package var schemas: [Schema] {
        parameters.map(\.schema) + [body?.schema].compactMap(\.self)
            + answers.flatMap { $0.content.map(\.schema) }
    }
}

extension DescribedOperation {
    /// Something in the path, in the query, or in a header.
    package struct Parameter: Sendable {
        /// Where a parameter stands.
        package enum Place: String, Sendable { case path, query, header }

        package let name: String
        package let place: Place
        package let schema: Schema
        package let note: String

        /// Describes a parameter.
        package init(_ name: String, in place: Place, _ schema: Schema, _ note: String) {
            (self.name, self.place, self.schema, self.note) = (name, place, schema, note)
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

        /// Describes an answer.
        package init(
            _ status: Int, _ summary: String, content: [(type: String, schema: Schema)] = []
        ) {
            (self.status, self.summary, self.content) = (status, summary, content)
        }

        /// Describes an answer in JSON.
        package init(_ status: Int, _ summary: String, _ schema: Schema) {
            self.init(status, summary, content: [("application/json", schema)])
        }

        /// It was found or done, and here it is.
        package static func ok(_ schema: Schema, _ summary: String = "It was done.") -> Answer {
            Answer(200, summary, schema)
        }

        /// It was added, and here it is.
        package static func created(
            _ schema: Schema, _ summary: String = "It was added."
        ) -> Answer {
            Answer(201, summary, schema)
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
