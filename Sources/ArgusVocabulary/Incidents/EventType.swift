/// What kind of thing happened to an incident, by its code of three letters.
public enum EventType: Hashable, Sendable {
    case start, end, change, restart, close, reopen, acknowledge, other, stateless
    /// A code that this version does not know; a newer server may have it.
    case unknown(String)

    /// The type of a code, whatever it is: for what a server tells.
    public init(code: String) {
        self = Self(rawValue: code) ?? .unknown(code)
    }

    /// The name that people see; of an unknown type its code.
    public var display: String {
        switch self {
        case .start: "Incident start"
        case .end: "Incident end"
        case .change: "Incident change"
        case .restart: "Incident restart"
        case .close: "Close"
        case .reopen: "Reopen"
        case .acknowledge: "Acknowledge"
        case .other: "Other"
        case .stateless: "Stateless"
        case .unknown(let code): code
        }
    }
}

extension EventType: RawRepresentable, CaseIterable {
    /// The known types.
    public static let allCases: [EventType] = [
        .start, .end, .change, .restart, .close, .reopen, .acknowledge, .other, .stateless,
    ]

    /// The type of a code; nil for one that is unknown.
    public init?(rawValue: String) {
        switch rawValue {
        case "STA": self = .start
        case "END": self = .end
        case "CHI": self = .change
        case "RES": self = .restart
        case "CLO": self = .close
        case "REO": self = .reopen
        case "ACK": self = .acknowledge
        case "OTH": self = .other
        case "LES": self = .stateless
        default: return nil
        }
    }

    /// Its code.
    public var rawValue: String {
        switch self {
        case .start: "STA"
        case .end: "END"
        case .change: "CHI"
        case .restart: "RES"
        case .close: "CLO"
        case .reopen: "REO"
        case .acknowledge: "ACK"
        case .other: "OTH"
        case .stateless: "LES"
        case .unknown(let code): code
        }
    }
}
