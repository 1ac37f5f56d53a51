/// What of an incident became different: something that its log tells too, or one of the things that
/// it does not tell.
public enum ChangeType: Hashable, Sendable {
    /// What its log tells too.
    case event(EventType)
    /// Tags came or went one by one.
    case tags
    /// An acknowledgement holds for another time.
    case expiration
    /// It was deleted.
    case deletion
    /// A code that this version does not know; a newer server may have it.
    case unknown(String)

    /// The type of a code, whatever it is: for what a server tells.
    public init(code: String) {
        self = Self(rawValue: code) ?? .unknown(code)
    }
}

extension ChangeType: RawRepresentable, CaseIterable {
    /// The known types.
    public static let allCases: [ChangeType] =
        EventType.allCases.map { .event($0) } + [.tags, .expiration, .deletion]

    /// The type with a code; nil for one that is unknown.
    public init?(rawValue: String) {
        switch rawValue {
        case "TAG": self = .tags
        case "EXP": self = .expiration
        case "DEL": self = .deletion
        default:
            guard let type = EventType(rawValue: rawValue) else { return nil }
            self = .event(type)
        }
    }

    /// Its code: that of the event, or one of `TAG`, `EXP` and `DEL`.
    public var rawValue: String {
        switch self {
        case .event(let type): type.rawValue
        case .tags: "TAG"
        case .expiration: "EXP"
        case .deletion: "DEL"
        case .unknown(let code): code
        }
    }
}
