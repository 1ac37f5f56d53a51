/// What an account may do; each role may do what those before it may.
public enum Role: Hashable, Sendable {
    /// Looks at everything, and changes nothing but what is its own.
    case viewer
    /// Acts on incidents.
    case `operator`
    /// Administers source systems and planned maintenance.
    case staff
    /// Does everything, and says who may do what.
    case superuser
    /// A word that this version does not know; a newer server may have it.
    case unknown(String)

    /// The role of a word, whatever it is: for what a server tells.
    public init(word: String) {
        self = Self(rawValue: word) ?? .unknown(word)
    }
}

extension Role: RawRepresentable, CaseIterable {
    /// The known roles.
    public static let allCases: [Role] = [.viewer, .operator, .staff, .superuser]

    /// The role of a word; nil for one that is unknown.
    public init?(rawValue: String) {
        guard let role = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = role
    }

    /// Its word in the API.
    public var rawValue: String {
        switch self {
        case .viewer: "viewer"
        case .operator: "operator"
        case .staff: "staff"
        case .superuser: "superuser"
        case .unknown(let word): word
        }
    }
}

extension Role: Comparable {
    /// Compares by what a role may do; an unknown one may do nothing that this version knows.
    public static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .unknown: 0
        case .viewer: 1
        case .operator: 2
        case .staff: 3
        case .superuser: 4
        }
    }
}
