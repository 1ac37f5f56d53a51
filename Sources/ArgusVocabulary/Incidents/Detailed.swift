/// An incident, or what becomes one, whose details read like members of its own: `incident.level` is
/// `incident.details.level`, or what is usual where that is nil.
@dynamicMemberLookup
public protocol Detailed {
    /// What is told beside times, tags and source.
    var details: IncidentDetails { get set }
}

// Inlined, so that nothing is left of the key paths.
extension Detailed {
    @inlinable
    public subscript(dynamicMember path: WritableKeyPath<IncidentDetails, String?>) -> String {
        get { details[keyPath: path] ?? "" }
        set { details[keyPath: path] = newValue }
    }

    @inlinable
    public subscript(dynamicMember path: WritableKeyPath<IncidentDetails, Level?>) -> Level {
        get { details[keyPath: path] ?? .information }
        set { details[keyPath: path] = newValue }
    }

    @inlinable
    public subscript(dynamicMember path: WritableKeyPath<IncidentDetails, JSONText?>) -> JSONText {
        get { details[keyPath: path] ?? .emptyObject }
        set { details[keyPath: path] = newValue }
    }
}
