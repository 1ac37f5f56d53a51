/// What is told of an incident beside its times, its tags and whose it is; nil is what nothing is said
/// of.
///
/// Whoever holds it decides what that means: a change leaves it as it is, a new incident has what
/// ``IncidentMember/Kind/usual`` says.
public struct IncidentDetails: Hashable, Sendable {
    /// Where the monitoring system tells more; may be relative to the source's base URL.
    public var detailsURL: String?
    /// What is wrong, in a line for people.
    public var description: String?
    /// How bad it is.
    public var level: Level?
    /// An absolute URL of a ticket; may be empty.
    public var ticketURL: String?
    /// Whatever the source adds: any JSON value.
    public var metadata: JSONText?

    /// Says what is given.
    public init(
        detailsURL: String? = nil, description: String? = nil, level: Level? = nil,
        ticketURL: String? = nil, metadata: JSONText? = nil
    ) {
        (self.detailsURL, self.description, self.level) = (detailsURL, description, level)
        (self.ticketURL, self.metadata) = (ticketURL, metadata)
    }

    /// The value of any member; a `switch`, since key paths take ten times as long.
    package subscript(member: IncidentMember) -> Value? {
        get {
            switch member {
            case .detailsURL: detailsURL.map(Value.text)
            case .description: description.map(Value.text)
            case .level: level.map(Value.level)
            case .ticketURL: ticketURL.map(Value.text)
            case .metadata: metadata.map(Value.json)
            }
        }
        set {
            switch member {
            case .detailsURL: detailsURL = newValue?.text
            case .description: description = newValue?.text
            case .level: level = newValue?.level
            case .ticketURL: ticketURL = newValue?.text
            case .metadata: metadata = newValue?.json
            }
        }
    }

    /// A value of any member; texts are the same byte by byte, as in databases.
    package enum Value: Hashable, Sendable {
        case text(String)
        case level(Level)
        case json(JSONText)
    }
}

extension IncidentDetails {
    /// The same with what is usual where nothing is said.
    package var complete: IncidentDetails {
        var details = self
        for member in IncidentMember.all { details[member] = self[member] ?? member.kind.usual }
        return details
    }

    /// The same with what others say in its stead.
    package func adding(_ others: IncidentDetails) -> IncidentDetails {
        var details = self
        for member in IncidentMember.all { details[member] = others[member] ?? self[member] }
        return details
    }

    public static func == (one: IncidentDetails, other: IncidentDetails) -> Bool {
        IncidentMember.all.allSatisfy { one[$0] == other[$0] }
    }
}

extension IncidentMember.Kind {
    /// What holds where nothing is said: an empty text, the lowest level, an object without members.
    package var usual: IncidentDetails.Value {
        switch self {
        case .text, .url: .text("")
        case .level: .level(.information)
        case .json: .json(.emptyObject)
        }
    }
}

extension IncidentDetails.Value {
    fileprivate var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    fileprivate var level: Level? {
        if case .level(let level) = self { level } else { nil }
    }

    fileprivate var json: JSONText? {
        if case .json(let json) = self { json } else { nil }
    }

    package static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
        case (.level(let one), .level(let other)): one == other
        case (.json(let one), .json(let other)): one == other
        default: false
        }
    }
}
