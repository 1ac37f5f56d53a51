import ArgusVocabulary

/// That somebody takes care of an incident, for good or until it expires.
///
/// Written as `{"pk", "event": {…}, "expiration"}`; the primary key is that of its event.
public struct AcknowledgementJSON: Hashable, Identifiable, Sendable {
    /// The primary key of an acknowledgement, which is that of its event.
    public typealias ID = EventJSON.ID

    public let event: EventJSON
    /// Until when it holds; nil if it does not end.
    public let expiration: Timestamp?

    /// The member `pk`.
    public var id: ID { event.id }

    package init(event: EventJSON, expiration: Timestamp?) {
        (self.event, self.expiration) = (event, expiration)
    }

    /// Reads what the API answers.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "acknowledgement")
        event = try EventJSON(reader.value("event"))
        expiration = try reader.optionalTime("expiration")
    }

    /// Writes what the API answers, in every version.
    package func write(to writer: inout JSONWriter, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(id.rawValue)
        writer.raw(",\"event\":")
        event.write(to: &writer, in: zone)
        writer.raw(",\"expiration\":")
        writer.time(expiration, in: zone)
        writer.raw("}")
    }
}
