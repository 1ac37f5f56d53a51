import ArgusVocabulary

/// What shall be different about an incident; what is nil stays as it is.
///
/// The members of ``details`` read like members of its own: `change.level = .high`.
@dynamicMemberLookup
public struct IncidentChange: Hashable, Sendable {
    /// All the tags that it shall have.
    public var tags: Tags?
    /// What else is told of it; what a version of the API does not have cannot be changed in it.
    public var details: IncidentDetails

    /// Names what shall change; to take a ticket away, see ``ArgusClient/setTicketURL(_:on:)``.
    public init(
        description: String? = nil,
        level: Incident.Level? = nil,
        tags: Tags? = nil,
        detailsURL: String? = nil,
        ticketURL: String? = nil,
        metadata: JSONValue? = nil
    ) {
        self.tags = tags
        details = IncidentDetails(
            detailsURL: detailsURL, description: description, level: level, ticketURL: ticketURL,
            metadata: metadata.map { JSONText($0) })
    }

    /// A member of the details.
    public subscript<Value>(dynamicMember path: WritableKeyPath<IncidentDetails, Value>) -> Value {
        get { details[keyPath: path] }
        set { details[keyPath: path] = newValue }
    }

    /// Anything else that is kept with it; version 1 of the API does not take it.
    public var metadata: JSONValue? {
        get { details.metadata?.value }
        set { details.metadata = newValue.map { JSONText($0) } }
    }

    /// The body of the request.
    package func json(_ version: APIVersion) -> JSONValue {
        var object = JSONObject()
        if let tags { object.set("tags", to: tags.json(version)) }
        details.write(to: &object, version)
        return .object(object)
    }
}
