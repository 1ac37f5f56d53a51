/// When an incident ended, which also says what kind of incident it is.
///
/// In JSON: `null`, `"infinity"`, or a time.
public enum EndTime: Hashable, Sendable {
    /// A thing that happened at one point in time: it is never open and never closed.
    case stateless
    /// A problem that goes on, with no known end.
    case open
    /// A problem with an end. It is open until that moment, which may lie in the future.
    case ended(Timestamp)

    /// Reads the stored form: microseconds, `Int64.max` for open, nil for stateless.
    public init(microseconds: Int64?) {
        switch microseconds {
        case nil: self = .stateless
        case Int64.max?: self = .open
        case let value?: self = .ended(Timestamp(microseconds: value))
        }
    }

    /// The stored form: microseconds, `Int64.max` for open, nil for stateless.
    public var microseconds: Int64? {
        switch self {
        case .stateless: nil
        case .open: Int64.max
        case .ended(let moment): moment.microseconds
        }
    }

    /// Whether the incident has an extent in time.
    public var isStateful: Bool { self != .stateless }

    /// Whether the incident goes on at a moment.
    public func isOpen(at moment: Timestamp) -> Bool {
        switch self {
        case .stateless: false
        case .open: true
        case .ended(let end): end > moment
        }
    }

    /// Whether the incident is over at a moment; a stateless one never is.
    public func isClosed(at moment: Timestamp) -> Bool {
        isStateful && !isOpen(at: moment)
    }
}
