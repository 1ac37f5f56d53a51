/// What a token may be used for.
public enum TokenScope: Hashable, Sendable {
    /// Everything that its account may do.
    case full
    /// Reading only.
    case read
    /// A word that this version does not know; a newer server may have it.
    case unknown(String)

    /// The scope of a word, whatever it is: for what a server tells.
    public init(word: String) {
        self = Self(rawValue: word) ?? .unknown(word)
    }
}

extension TokenScope: RawRepresentable, CaseIterable {
    /// The known scopes.
    public static let allCases: [TokenScope] = [.full, .read]

    /// The scope of a word; nil for one that is unknown.
    public init?(rawValue: String) {
        switch rawValue {
        case "full": self = .full
        case "read": self = .read
        default: return nil
        }
    }

    /// Its word in the API.
    public var rawValue: String {
        switch self {
        case .full: "full"
        case .read: "read"
        case .unknown(let word): word
        }
    }
}
