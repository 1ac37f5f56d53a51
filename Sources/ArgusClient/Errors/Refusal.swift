import ArgusVocabulary

/// What the server says is wrong with a request, in any of the shapes of Django REST Framework.
public struct Refusal: Hashable, Sendable {
    /// The status of the answer, mostly 400.
    public let status: Int
    /// The messages in the server's order.
    public let messages: [Message]
    /// Whether the source posted an incident with this `source_incident_id` before.
    ///
    /// The server says so with an array of one string that holds the name of the field; its other
    /// words depend on its database.
    public let isDuplicate: Bool

    /// One thing that is wrong.
    public struct Message: Hashable, Sendable, CustomStringConvertible {
        /// The path of the field, such as `level` or `tags[0].tag`; empty if it is about the whole.
        public let field: String
        /// The server's words.
        public let text: String

        /// Puts a field and what is said about it together.
        public init(field: String, text: String) {
            (self.field, self.text) = (field, text)
        }

        /// The words, with the field before them if there is one.
        public var description: String { field.isEmpty ? text : "\(field): \(text)" }
    }

    /// Reads the body of a refusal, whatever it looks like.
    init(status: Int, body: JSONValue) {
        self.status = status
        var messages: [Message] = []
        Self.collect(body, at: "", into: &messages)
        self.messages = messages
        isDuplicate =
            body.array?.count == 1 && messages.count == 1
            && body.array?.first?.string?.contains("source_incident_id") ?? false
    }

    /// What is said about a field.
    public func messages(on field: String) -> [String] {
        messages.filter { $0.field == field }.map(\.text)
    }

    private static func collect(_ json: JSONValue, at field: String, into messages: inout [Message])
    {
        switch json {
        case .string(let text): messages.append(Message(field: field, text: text))
        case .array(let items):
            let areTexts = items.allSatisfy { $0.string != nil }
            for (index, item) in items.enumerated() {
                collect(item, at: areTexts ? field : "\(field)[\(index)]", into: &messages)
            }
        case .object(let object):
            for member in object.members {
                collect(member.value, at: path(field, member.name), into: &messages)
            }
        default: messages.append(Message(field: field, text: json.text))
        }
    }

    /// The names under which the server writes what is about the whole do not appear in a path.
    private static func path(_ field: String, _ name: String) -> String {
        if ["non_field_errors", "__all__"].contains(name) { return field }
        if field.isEmpty { return name == "detail" ? "" : name }
        return "\(field).\(name)"
    }
}

extension Refusal: CustomStringConvertible {
    /// The messages with their fields, with semicolons between.
    public var description: String {
        guard !messages.isEmpty else { return "status \(status), without a reason" }
        return messages.map(\.description).joined(separator: "; ")
    }
}
