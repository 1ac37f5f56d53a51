import ArgusVocabulary

/// A problem, or something that happened, as the server knows it.
public typealias Incident = IncidentJSON

/// An entry in an incident's log.
public typealias Event = EventJSON

/// That somebody takes care of an incident.
public typealias Acknowledgement = AcknowledgementJSON

/// A monitoring system that posts incidents.
public typealias SourceSystem = SourceSystemJSON

extension IncidentJSON {
    /// How bad an incident is.
    public typealias Level = ArgusVocabulary.Level

    /// The tags as keys and values, in order.
    public var tags: Tags { Tags(tagDetails.compactMap { Tags.Element($0.tag) }) }
}
