import ArgusVocabulary

/// What shall be different about an incident; what is nil stays as it is.
public struct IncidentChange: Hashable, Sendable {
    /// What is wrong, in a line for people.
    public var description: String?
    /// How bad it is.
    public var level: Incident.Level?
    /// All the tags that it shall have.
    public var tags: Tags?
    /// Where the monitoring system tells more.
    public var detailsURL: String?
    /// An absolute URL of a ticket; to take one away, see ``ArgusClient/setTicketURL(_:on:)``.
    public var ticketURL: String?
    /// Anything else that is kept with it; version 1 of the API does not take it.
    public var metadata: JSONValue?

    /// Names what shall change.
    public init(
        description: String? = nil,
        level: Incident.Level? = nil,
        tags: Tags? = nil,
        detailsURL: String? = nil,
        ticketURL: String? = nil,
        metadata: JSONValue? = nil
    ) {
        (self.description, self.level, self.tags) = (description, level, tags)
        (self.detailsURL, self.ticketURL, self.metadata) = (detailsURL, ticketURL, metadata)
    }

    /// The body of the request.
    package func json(_ version: APIVersion) -> JSONValue {
        var object = JSONObject()
        if let tags { object.set("tags", to: tags.json(version)) }
        if let detailsURL { object.set("details_url", to: .string(detailsURL)) }
        if let ticketURL { object.set("ticket_url", to: .string(ticketURL)) }
        if let level { object.set("level", to: .integer(Int64(level.rawValue))) }
        if let metadata, version != .v1 { object.set("metadata", to: metadata) }
        if let description { object.set("description", to: .string(description)) }
        return .object(object)
    }
}
